"""How hard a text is to read, by the two formulas that are used for patients' leaflets.

English: Flesch-Kincaid grade (Kincaid 1975); a reader of twelve is in grade 6 to 7. Spanish: Fernández Huerta's index
(1959), where 70 to 80 is "fairly easy", the level of sixth grade. Syllables are counted by groups of vowels.
"""

import re

WORD = re.compile(r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]+")
END_OF_SENTENCE = re.compile(r"[.!?](?=\s|$)")
SPANISH_VOWELS = re.compile(r"[aeoáéíóú]|[iuü]+(?![aeoáéíóú])", re.IGNORECASE)


def grade_of_english(text: str) -> float:
    words, sentences = WORD.findall(text), END_OF_SENTENCE.findall(text)
    syllables = sum(map(syllables_in_english, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def ease_of_spanish(text: str) -> float:
    words, sentences = WORD.findall(text), END_OF_SENTENCE.findall(text)
    syllables = sum(max(1, len(SPANISH_VOWELS.findall(word))) for word in words)
    return 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / len(sentences)


def syllables_in_english(word: str) -> int:
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    has_silent_end = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouylscxzh]es$", word) and groups > 1
    return max(1, groups - bool(has_silent_end))
