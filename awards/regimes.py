from dataclasses import dataclass


@dataclass(frozen=True)
class DossierPart:
    code: str
    label: str
    kind: str
    required: bool = True


@dataclass(frozen=True)
class Regime:
    code: str = "A"

    def parts(self, level, category):
        return (DossierPart("achievements", "Báo cáo tóm tắt thành tích", "text"),)


def regime_on(day):
    return Regime()


def regime_of(code, on):
    return Regime()
