"""What the disk answers when it refuses, in French."""

import errno

_REFUSALS = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.ENOENT: "il n’existe pas",
    errno.EEXIST: "il existe déjà",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le quota du disque est atteint",
    errno.EFBIG: "le fichier est trop grand",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENAMETOOLONG: "le nom est trop long",
}


def refusal(error: OSError) -> str:
    """Return in French why the disk refused."""
    return _REFUSALS.get(error.errno or 0, f"erreur {error.errno}")


def refused(error: OSError) -> str:
    """Return the sentence that says why the disk refused, and where when the system tells it (not when a disk fills up)."""
    said = refusal(error)
    return f"{error.filename} : {said}." if error.filename else f"{said[0].upper()}{said[1:]}."
