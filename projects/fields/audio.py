"""A recording, by its address or within the record."""

from projects.fields.media import Media, MediaSettings


class Audio(Media[MediaSettings]):
    title = "Audio"
    Settings = MediaSettings
    types = {
        "audio/mpeg": "MP3",
        "audio/mp4": "MP4",
        "audio/aac": "AAC",
        "audio/ogg": "Ogg",
        "audio/wav": "WAV",
        "audio/webm": "WebM",
        "audio/flac": "FLAC",
    }
