"""Money is a whole number of đồng, and is said with separators as people write them."""


def say_money(amount: int, language: str = "vi") -> str:
    """50000 as "50.000 đồng", in English "50,000 VND"."""
    grouped = f"{amount:,}"
    if language.startswith("en"):
        return f"{grouped} VND"
    return f"{grouped.replace(',', '.')} đồng"
