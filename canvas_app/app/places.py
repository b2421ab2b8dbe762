"""Folders that are not only on this computer's disk."""

from pathlib import Path

_NETWORK = ("nfs", "cifs", "smb", "afp", "9p", "davfs", "webdav", "sshfs", "ncp", "ceph", "gluster", "rclone", "gvfs")
_CLOUDS = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pcloud": "pCloud",
    "syncthing": "Syncthing",
    "mega": "MEGA",
}
_MARKS = {".stfolder": "Syncthing", ".dropbox": "Dropbox", ".sync": "Resilio Sync"}


def place_of(board: Path, file_system: str) -> tuple[str, str]:
    """ "network" or "cloud" with a sentence about what that means for a board, or two empty words."""
    kind = file_system.lower()
    if any(name in kind for name in _NETWORK):
        return "network", (
            "This board is on a network drive. It works, but a lost connection can hold up saving: the window says so"
            " then, and keeps what you do."
        )
    cloud = next(filter(None, map(_cloud, board.parents)), "")
    if cloud:
        return "cloud", (
            f"This board is in a folder that {cloud} syncs. Edit it on one computer at a time: another version that"
            " arrives is noticed, but the two are not put together."
        )
    return "", ""


def _cloud(folder: Path) -> str:
    """Who syncs a folder, by its name or by what is in it."""
    name = folder.name.lower()
    for start, cloud in _CLOUDS.items():
        if name == start or (name.startswith(start) and not name[len(start)].isalnum()):
            return cloud
    for mark, cloud in _MARKS.items():
        try:
            if (folder / mark).exists():
                return cloud
        except OSError:
            continue
    return ""
