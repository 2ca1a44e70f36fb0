"""Lists of the API: by cursor, so that a page costs the same wherever it lies and nothing is skipped or repeated."""

from rest_framework import pagination


class CursorPagination(pagination.CursorPagination):
    """`{next, previous, results}`, in the order in which rows were made."""

    ordering = "id"
    page_size = 100
    max_page_size = 500
    page_size_query_param = "page_size"
