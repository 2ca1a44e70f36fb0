"""Lists of the API: pages by cursor, which neither skip nor repeat rows while others are added."""

from rest_framework import pagination


class CursorPagination(pagination.CursorPagination):
    ordering = "pk"
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500
