"""A field for money in whole kronor, as people write it."""

from core.web.fields import IntegerField


class KronorField(IntegerField):
    """Whole kronor; spaces between thousands and kr at the end may be written."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number without what people write around it."""
        if valuelist:
            plain = "".join(valuelist[0].split()).removesuffix("kr").removesuffix(":-").replace("−", "-")
            super().process_formdata([plain] if plain else [""])
            self.raw_data = valuelist
