"""Words that are looked at twice, or not at all, when a text is to name nobody. A reminder for whoever writes, no register."""

_COMMON = """
abdi ahmed ali alice amina amir anders andersson andreas anette anita anna anneli annika axel bengt berg bengtsson birgitta
björn bo britt camilla carina carl carlsson cecilia christina daniel danielsson david elias elin elisabeth ella emelie emil
emma erik eriksson eva fatima filip fredrik fredriksson gabriel gunilla gunnar gustaf gustafsson gustav göran hanna hans
hansson hassan helena henrik henriksson hussein håkan ibrahim ida ingela inger ingrid isak jakobsson jan jansson jenny
jessica joakim johan johanna johansson johnsson jonas jonsson josefin julia jönsson karin karl karlsson katarina kerstin
khadija kristina larsson lars leila lena lennart lina linda lindberg lindqvist linnea lisa lovisa lucas lundberg madeleine
magnus magnusson malin margareta maria marianne marie martin matilda mats mattias maryam mehdi michael mikael mohamed
mohammed monica mustafa nilsson nils olga olle olof olofsson olsson omar oscar oskar patrik per persson peter petra petter
pernilla pettersson pia rebecka robert roger rolf samuel sandra sara simon sofia sofie stefan sten sven svensson susanne
thomas therese tommy ulf ulla ulrika viktor viktoria william yasmin yusuf åke åsa örjan östen
"""
COMMON = frozenset(_COMMON.split())
"""Names that are common in Sweden: a sentence that begins with one is asked about, whoever it is."""

_ORDINARY = """
anis april august augusti axel berg bo dag dal ek falk fast fin frost gran grön hage hed hjort holm jul juni juli kan
klar klinga kvist lind lo lund lycka man mars maj mars mo modig my nord norr not per ros rask rose sand saga sjö skog sol
stark ster sten stig strand ström sund sven söder tage tapper ur vall varg vik vår wall ås åker äng öst
"""
ORDINARY = frozenset(_ORDINARY.split())
"""Words of every day that are names as well: asked about only where they begin with a capital."""

_CAPITALS = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
november december sverige sweden swedish svensk svenska stockholm stockholms län region regionen kommun kommunen county
försäkringskassan arbetsförmedlingen skatteverket socialstyrelsen kronofogden migrationsverket kriminalvården
arbetsmarknadsnämnden socialnämnden socialtjänsten vårdcentralen psykiatrin rusta matcha mia vidare esf nnsfinsam finsam
samordningsförbundet sip zoom teams skype lagen socialtjänstlagen the swedish social insurance agency public employment service
"""
CAPITALS = frozenset(_CAPITALS.split())
"""Words that stand with a capital in the middle of a sentence and name no person."""
