"""A video, by its address or within the record."""

from typing import Literal

from pydantic import Field

from projects.fields.media import Media, MediaSettings


class VideoSettings(MediaSettings):
    """`shape`: the box that is kept free for it, width to height, so that nothing moves when it comes."""

    shape: Literal["16:9", "4:3", "1:1", "3:4", "9:16"] = Field(
        "16:9", description="Width to height of the box that is kept free for it; it is shown whole within."
    )


class Video(Media[VideoSettings]):
    title = "Video"
    Settings = VideoSettings
    types = {"video/mp4": "MP4", "video/webm": "WebM", "video/ogg": "Ogg"}
