import Store

/// The two statements that run once a message, kept at hand: looking them up would cost as much as a tenth of the insert.
struct MessageStatements {
    let insert: Statement
    let find: Statement

    init(_ database: inout Connection) throws(StoreError) {
        insert = try database.statement("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)")
        find = try database.statement(
            """
            SELECT key, author, time, edited, type, isPinned, reference, deletedBy, content, extras, reactions
            FROM message WHERE channel = ? AND id = ?
            """)
    }

    /// Binds what a record says, from parameter `first` on: author to reference, then digest to reactions.
    static func bind(
        _ record: MessageRecord, author: Int64, bytes: UnsafeRawBufferPointer, to statement: Statement, from first: Int
    ) throws(StoreError) {
        try statement.bind(first, author)
        try statement.bind(first + 1, record.time.rawValue)
        try statement.bind(first + 2, record.edited?.rawValue)
        try statement.bind(first + 3, record.type.rawValue)
        try statement.bind(first + 4, record.isPinned ? 1 : 0)
        try bind(record.reference, bytes: bytes, to: statement, at: first + 5)
        try statement.bind(first + 6, record.digest)
        try statement.bind(first + 7, borrowedText: bytes[record.content])
        try bindIfPresent(record.extras, bytes: bytes, to: statement, at: first + 8)
        try bindIfPresent(record.reactions, bytes: bytes, to: statement, at: first + 9)
    }

    static func bind(
        _ id: RecordID?, bytes: UnsafeRawBufferPointer, to statement: Statement, at index: Int
    ) throws(StoreError) {
        switch id {
        case .number(let number): try statement.bind(index, number)
        case .text(let slice): try statement.bind(index, borrowedText: bytes[slice])
        case nil: try statement.bindNull(index)
        }
    }

    private static func bindIfPresent(
        _ slice: TextSlice, bytes: UnsafeRawBufferPointer, to statement: Statement, at index: Int
    ) throws(StoreError) {
        if slice.count > 0 {
            try statement.bind(index, borrowedText: bytes[slice])
        } else {
            try statement.bindNull(index)
        }
    }
}

extension UnsafeRawBufferPointer {
    subscript(_ slice: TextSlice) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[Int(slice.start)..<Int(slice.start + slice.count)])
    }

    func text(_ slice: TextSlice) -> String {
        String(decoding: self[slice], as: UTF8.self)
    }

    func id(_ id: RecordID) -> SourceID {
        switch id {
        case .number(let number): .number(number)
        case .text(let slice): .text(text(slice))
        }
    }
}
