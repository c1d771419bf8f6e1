"""Disclosure control of everything crossed (architecture D8, tier three): pure, counts in, a release or a refusal out.

`publishing.publish` is the way in. It merges what is rare (merging), rounds every cell to the base so that all sums still hold
(rounding), and lets the attacker, which shares no code with it, try the result (audit). Decision 0190 says why and its limits.
Only the worker calls this: scipy is imported when something is solved, never when a module is.
"""
