@testable import VectorEngine

/// A row of a test: its key, its fields, the text of its dynamic field.
typealias TestRow = [FieldValue]

/// Columns in memory, written and opened again.
func makeColumns(_ schema: ColumnSchema, _ rows: [TestRow]) throws -> SegmentColumns {
    let keys = KeyColumnBuilder(schema.key)
    let fields = (1..<schema.count).map { ColumnBuilder(schema[$0]) }
    for row in rows {
        try keys.append(row[0])
        for (field, value) in zip(fields, row.dropFirst()) { try field.append(value) }
    }
    var writer = try SegmentWriter()
    try writer.section("keys") { sink throws(EngineError) in try keys.write(to: sink) }
    for (index, field) in fields.enumerated() {
        try writer.section("field \(index)") { sink throws(EngineError) in try field.write(to: sink) }
    }
    let segment = try writer.finishInMemory()
    return try SegmentColumns(
        schema: schema, keys: segment.section("keys"), fields: fields.indices.map { try segment.section("field \($0)") }
    )
}

/// One column in memory.
func makeColumn(_ field: ScalarField, _ values: [FieldValue]) throws -> (column: Column, bytes: [UInt8]) {
    let builder = ColumnBuilder(field)
    for value in values { try builder.append(value) }
    let buffer = SegmentBuffer()
    try builder.write(to: SectionSink(buffer))
    let image = buffer.takeImage()
    let section = SectionBytes(name: field.name, range: 0..<image.bytes.count, image: image)
    return (try Column(section, field: field), Array(image.bytes))
}

/// A section of bytes as a test wants them. What lies behind its end belongs to nobody.
func makeSection(_ bytes: [UInt8]) -> SectionBytes {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 64)
    memory.copyBytes(from: bytes)
    let image = SegmentImage(taking: memory)
    return SectionBytes(name: "test", range: 0..<bytes.count, image: image)
}
