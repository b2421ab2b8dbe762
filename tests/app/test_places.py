"""Folders outside this computer are known, and others are not."""

from pathlib import Path

import pytest

from canvas_app.app.places import place_of


@pytest.mark.parametrize("system", ["nfs4", "cifs", "smb3", "fuse.sshfs", "9p"])
def test_a_network_drive_is_known_by_its_file_system(system: str) -> None:
    kind, words = place_of(Path("/mnt/team/Board.valueboard"), system)
    assert kind == "network" and "network drive" in words


@pytest.mark.parametrize(
    ("folder", "cloud"),
    [
        ("/home/ann/Dropbox/boards", "Dropbox"),
        ("/home/ann/OneDrive - Firm", "OneDrive"),
        ("/home/ann/Nextcloud", "Nextcloud"),
        ("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
    ],
)
def test_a_synced_folder_is_known_by_its_name(folder: str, cloud: str) -> None:
    kind, words = place_of(Path(folder) / "Board.valueboard", "ext4")
    assert kind == "cloud" and cloud in words


def test_a_synced_folder_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert "Syncthing" in place_of(tmp_path / "deep" / "Board.valueboard", "ext4")[1]


@pytest.mark.parametrize("folder", ["/home/ann/Documents", "/home/ann/megaphone", "/home/ann/Dropboxes"])
def test_other_folders_are_not(folder: str) -> None:
    assert place_of(Path(folder) / "Board.valueboard", "ext4") == ("", "")
