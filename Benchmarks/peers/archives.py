"""What the archives of quarry and of load.py have in common, and what they weigh."""

import sqlite3

TABLES = ("guild", "channel", "author", "member", "message", "authored")
SHAPE = (
    "SELECT name, type, \"notnull\", pk FROM pragma_table_info('{0}')",
    "SELECT i.\"unique\", i.partial, group_concat(c.name) FROM pragma_index_list('{0}') i, pragma_index_info(i.name) c"
    " GROUP BY i.seq ORDER BY 1, 2, 3")
CONTENTS = (
    "SELECT count(*), sum(length(content)), sum(length(extras)), sum(length(reactions)), sum(time % 100000000) FROM message",
    "SELECT count(*), sum(length(name)) FROM author",
    "SELECT count(*), sum(length(nickname)) FROM member",
    "SELECT count(*) FROM authored",
    "SELECT count(*) FROM channel")


def differences(ours, theirs):
    """The questions to which the two give other answers: on columns, indexes and contents."""
    questions = [*(sql.format(table) for table in TABLES for sql in SHAPE), *CONTENTS]
    answers = ((question, query(ours, question), query(theirs, question)) for question in questions)
    return [f"{question}: {one} and {other}" for question, one, other in answers if one != other]


def authors(database):
    return query(database, "SELECT count(*) FROM author")[0][0]


def bytes_beside_text(database):
    """Bytes a message of the database's pages, less the bytes of contents, extras and reactions."""
    [(size,)] = query(database, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    [(rows, text)] = query(
        database, "SELECT count(*), total(length(CAST(content AS BLOB)) + ifnull(length(CAST(extras AS BLOB)), 0)"
        " + ifnull(length(CAST(reactions AS BLOB)), 0)) FROM message")
    return (size - text) / rows


def query(database, sql):
    connection = sqlite3.connect(database)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()
