import TestSupport
import Testing

@testable import VectorEngine

@Suite("Filters against a naive interpreter")
struct FilterOracleTests {
    @Test("choose the rows that it chooses", arguments: 0..<12)
    func random(seed: Int) throws {
        var random = RandomFilter(seed: UInt64(seed))
        var spelling = FilterSpelling(generator: SeededGenerator(seed: UInt64(seed) + 1000))
        let schema = random.schema
        let count = [0, 1, 63, 64, 65, 1024, 1025, 300, 500, 2100, 3000, 700][seed]
        let naive = (0..<count).map { random.row($0) }
        let rows = naive.map { row in
            (0..<schema.count).map { column -> FieldValue in
                let field = schema[column]
                return row[field.name].map { spelling.fieldValue($0, field.type) } ?? .null
            }
        }
        let columns = try makeColumns(schema, rows)
        var (some, none, all) = (0, 0, 0)
        for round in 0..<(count > 1000 ? 150 : 400) {
            let condition = random.condition()
            let text = spelling.text(condition)
            let filter: Filter
            do {
                filter = try Filter(parsing: text, schema: schema)
            } catch {
                Issue.record("seed \(seed), round \(round): \(text): \(error)")
                continue
            }
            let expected = naive.indices.filter { condition.answer(naive[$0]) == true }
            let chosen = filter.rows(in: columns)
            let found = (0..<count).filter { chosen[$0] }
            #expect(found == expected, "seed \(seed), round \(round): \(text)")
            let again = try Filter(parsing: filter.description, schema: schema)
            #expect(again == filter, "seed \(seed), round \(round): \(text) became \(filter)")
            if expected.isEmpty { none += 1 } else if expected.count == count { all += 1 } else { some += 1 }
        }
        // A generator of filters that choose nothing would find no fault.
        if count >= 300 { #expect(some > 60 && none > 0 && all > 0, "\(some) \(none) \(all)") }
    }

    @Test("rows of a set alone are asked")
    func among() throws {
        let schema = ColumnSchema(key: ScalarField("id", .int64), fields: [])
        let columns = try makeColumns(schema, (0..<3000).map { [.int($0)] })
        var set = RowSet(rows: 3000)
        set.insert(contentsOf: 1000..<1100)
        let filter = try Filter(parsing: "id >= 1050 or id == 5", schema: schema)
        #expect(filter.rows(in: columns, among: set).count == 50)
    }

    @Test("a row that is unknown is found neither by a filter nor by its negation")
    func unknown() throws {
        let schema = ColumnSchema(
            key: ScalarField("id", .int64),
            fields: [ScalarField("count", .int64, isNullable: true), ScalarField("meta", .json, isNullable: true)])
        let columns = try makeColumns(
            schema,
            [
                [.int(0), .int(5), .json(#"{"a":1}"#)], [.int(1), .null, .null],
                [.int(2), .int(0), .json(#"{"a":"x"}"#)],
                [.int(3), .int(.max), .json(#"{"a":null}"#)], [.int(4), .int(7), .json("{damaged")],
            ])
        let table: [(String, [Int])] = [
            ("count == 5", [0]), ("not (count == 5)", [2, 3, 4]), ("count != 5", [2, 3, 4]), ("count is null", [1]),
            ("10 / count >= 0", [0, 3, 4]), ("not (10 / count >= 0)", []), ("count + 1 > 0", [0, 2, 4]),
            ("meta['a'] == 1", [0]), ("meta['a'] != 1", []), ("not (meta['a'] == 1)", []), ("meta['a'] == 'x'", [2]),
            ("exists meta['a']", [0, 2]), ("not exists meta['a']", [1, 3, 4]), ("meta['a'] is null", [1, 3, 4]),
            ("meta is null", [1]), ("meta['a'] in [1, 'x']", [0, 2]), ("meta['a'] not in [1]", []),
            ("count == 5 or meta['a'] == 'x'", [0, 2]), ("not (count == 5 and meta['a'] == 1)", [2, 3, 4]),
        ]
        for (text, expected) in table {
            let chosen = try Filter(parsing: text, schema: schema).rows(in: columns)
            let found = (0..<5).filter { chosen[$0] }
            #expect(found == expected, "\(text)")
        }
    }

    @Test("damaged columns give an error or other rows, and read nothing outside")
    func damage() throws {
        var random = RandomFilter(seed: 77)
        var spelling = FilterSpelling(generator: SeededGenerator(seed: 78))
        let schema = random.schema
        let naive = (0..<1200).map { random.row($0) }
        let original = try (1..<schema.count).map { column -> ([UInt8], ScalarField) in
            let field = schema[column]
            let values = naive.map { row in row[field.name].map { spelling.fieldValue($0, field.type) } ?? .null }
            return (try makeColumn(field, values).bytes, field)
        }
        let keys = KeyColumnBuilder(schema.key)
        for row in naive { try keys.append(spelling.fieldValue(row["id"] ?? .null, schema.key.type)) }
        let buffer = SegmentBuffer()
        try keys.write(to: SectionSink(buffer))
        let image = buffer.takeImage()
        let keyBytes = withExtendedLifetime(image) { Array(image.bytes) }
        _ = try SegmentColumns(
            schema: schema, keys: makeSection(keyBytes), fields: original.map { makeSection($0.0) })
        var opened = 0
        for _ in 0..<150 {
            let damage = { (bytes: [UInt8]) -> [UInt8] in
                guard random.chance(25) else { return bytes }
                var bytes = bytes
                for _ in 0..<20 where random.chance(60) {
                    bytes[.random(in: 0..<bytes.count, using: &random.generator)] = .random(
                        in: 0 ... .max, using: &random.generator)
                }
                return bytes
            }
            let sections = original.map { makeSection(damage($0.0)) }
            let keySection = makeSection(damage(keyBytes))
            let filters = (0..<20).compactMap { _ in
                try? Filter(parsing: spelling.text(random.condition()), schema: schema)
            }
            guard let columns = try? SegmentColumns(schema: schema, keys: keySection, fields: sections) else {
                continue
            }
            opened += 1
            for filter in filters { #expect(filter.rows(in: columns).count <= 1200) }
        }
        #expect(opened > 20)
    }
}
