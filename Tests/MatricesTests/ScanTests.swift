import TestSupport
import Testing

@testable import Matrices

@Suite("Scans of stored rows")
struct ScanTests {
    static let processors: [Processor] = [.here, .here.intersection(.avx2), []]

    private func filledUp(_ rows: [[Float]]) -> [Float] {
        let stride = NumberRows.stride(width: rows[0].count)
        return rows.flatMap { $0 + [Float](repeating: 0, count: stride - $0.count) }
    }

    @Test(
        "products and distances are those of a textbook", arguments: [1, 15, 16, 17, 33, 64, 100, 384, 1030], processors
    )
    func numbers(width: Int, processor: Processor) {
        var numbers = SeededGenerator(seed: UInt64(width))
        let rows = numbers.rows(23, width)
        let query = numbers.rows(1, width)
        let wanted: [UInt32] = [22, 0, 7, 7, 13, 1, 20, 21, 3]
        let stride = NumberRows.stride(width: width)
        let full = filledUp(rows)
        var halves = [UInt16](repeating: 0, count: full.count)
        Kernels.narrow(full, count: full.count, into: &halves)
        for isHalf in [false, true] {
            for isDistance in [false, true] {
                var found = [Float](repeating: 0, count: wanted.count)
                func score(_ base: UnsafeRawPointer) {
                    Kernels(processor).scores(
                        of: NumberRows(base: base, stride: stride, isHalf: isHalf), wanted: wanted,
                        count: wanted.count, isDistance: isDistance, for: filledUp(query), into: &found)
                }
                if isHalf {
                    halves.withUnsafeBytes { score($0.baseAddress!) }
                } else {
                    full.withUnsafeBytes { score($0.baseAddress!) }
                }
                for (row, found) in zip(wanted, found) {
                    let expected = zip(rows[Int(row)], query[0]).reduce(0.0) { sum, pair in
                        let (x, q) = (Double(pair.0), Double(pair.1))
                        return sum + (isDistance ? -(x - q) * (x - q) : x * q)
                    }
                    let slack = isHalf ? 1e-3 * Double(width).squareRoot() + 1e-3 : 1e-5 * Double(width).squareRoot()
                    #expect(abs(Double(found) - expected) < slack)
                }
            }
        }
    }

    @Test("halves are the nearest, also the smallest")
    func halves() {
        let cases: [(Float, UInt16)] = [
            (0, 0), (1, 0x3c00), (-2, 0xc000), (65504, 0x7bff), (1e9, 0x7bff), (-1e9, 0xfbff), (0x1p-24, 1),
            (0x1p-25, 0), (0x1.8p-24, 2), (0x1p-14, 0x0400), (1 + 0x1p-11, 0x3c00), (1 + 0x3p-11, 0x3c02),
            (0x1.ff8p-15, 0x03ff), (0x1.ffcp-15, 0x0400),
        ]
        for (number, bits) in cases {
            var found: UInt16 = 0
            Kernels.narrow([number], count: 1, into: &found)
            #expect(found == bits, "\(number)")
        }
    }

    @Test(
        "products of bytes have the very sums of whole numbers", arguments: [1, 31, 64, 65, 200, 384, 1030], processors)
    func bytes(width: Int, processor: Processor) {
        var numbers = SeededGenerator(seed: UInt64(width))
        let stride = ByteRows.stride(width: width)
        func row() -> [Int8] {
            (0..<stride).map { $0 < width ? Int8.random(in: -127...127, using: &numbers) : 0 }
        }
        var rows = (0..<20).map { _ in row() }
        rows[3] = (0..<stride).map { $0 < width ? -127 : 0 }
        let query = rows[3]
        let sums = rows.map { row in row.reduce(Int32(0)) { $0 + Int32($1) } }
        let scales = rows.indices.map { Float($0 % 3 + 1) / 4 }
        let flat = rows.flatMap(\.self)
        let wanted: [UInt32] = [19, 3, 3, 0, 12, 8, 9, 10, 1]
        var some = [Float](repeating: 0, count: wanted.count)
        var all = [Float](repeating: 0, count: rows.count)
        let bytes = ByteRows(bytes: flat, stride: stride, scales: scales, sums: sums)
        Kernels(processor).scores(
            of: bytes, wanted: wanted, count: wanted.count, for: query, scale: 0.5, into: &some)
        Kernels(processor).scores(of: bytes, wanted: nil, count: rows.count, for: query, scale: 0.5, into: &all)
        for (index, row) in rows.enumerated() {
            let sum = zip(row, query).reduce(0) { $0 + Int($1.0) * Int($1.1) }
            #expect(all[index] == Float(sum) * (scales[index] * 0.5))
        }
        #expect(some == wanted.map { all[Int($0)] })
        withExtendedLifetime((flat, scales, sums)) {}
    }

    @Test(
        "estimates are what the tables say, and those that reach a threshold are kept", arguments: [1, 3, 12],
        processors)
    func codes(octets: Int, processor: Processor) {
        var numbers = SeededGenerator(seed: UInt64(octets))
        let blocks = 7
        let codes = (0..<blocks * octets * 64).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        let entries = (0..<octets * 128).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        var factors = (0..<blocks * 16).map { _ in Float.random(in: 0.5...1, using: &numbers) }
        factors[20] = .nan
        let biases = (0..<blocks * 16).map { _ in Float.random(in: -1...1, using: &numbers) }
        let tables = CodeTables(entries: entries, base: -3, step: 0.01)
        for hasBiases in [false, true] {
            let expected = (0..<blocks * 16).map { place -> Double in
                var sum = 0
                for group in 0..<octets * 8 {
                    let (octet, inOctet) = (group / 8, group % 8)
                    let byte = codes[(place / 16 * octets + octet) * 64 + 4 * (place % 16) + inOctet % 4]
                    sum += Int(entries[octet * 128 + 16 * inOctet + Int(inOctet < 4 ? byte & 15 : byte >> 4)])
                }
                return (-3 + 0.01 * Double(sum)) * Double(factors[place]) + 0.25
                    + (hasBiases ? Double(biases[place]) : 0)
            }
            let threshold = expected.filter(\.isFinite).sorted()[blocks * 8]
            var places = [UInt32](repeating: 0, count: blocks * 16 + 16)
            var values = [Float](repeating: 0, count: blocks * 16 + 16)
            let count = codes.withUnsafeBufferPointer { codes in
                factors.withUnsafeBufferPointer { factors in
                    biases.withUnsafeBufferPointer { biases in
                        Kernels(processor).scan(
                            CodeBlocks(
                                codes: codes.baseAddress!, octets: octets, factors: factors.baseAddress!,
                                biases: hasBiases ? biases.baseAddress : nil),
                            blocks: 1..<blocks, tables: tables, offset: 0.25, from: Float(threshold) - 1e-4,
                            places: &places, values: &values)
                    }
                }
            }
            let kept = expected.indices.dropFirst(16).filter { expected[$0] >= threshold - 1e-4 }
            #expect(places.prefix(count).map(Int.init) == kept)
            for index in 0..<min(count, kept.count) {
                #expect(abs(Double(values[index]) - expected[kept[index]]) < 1e-4)
            }
        }
    }

    @Test(
        "a rotation keeps products, and is the same on all processors", arguments: [32, 64, 96, 384, 1056], processors)
    func rotation(width: Int, processor: Processor) {
        var numbers = SeededGenerator(seed: UInt64(width))
        let signs = (0..<width * 4).map { _ -> Float in Bool.random(using: &numbers) ? 1 : -1 }
        let rows = numbers.rows(2, width)
        func turned(_ row: [Float], _ processor: Processor) -> [Float] {
            var row = row
            Kernels(processor).rotate(&row, width: width, signs: signs)
            return row
        }
        let (a, b) = (turned(rows[0], processor), turned(rows[1], processor))
        let before = zip(rows[0], rows[1]).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let after = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        #expect(abs(before - after) < 1e-4)
        #expect(zip(a, turned(rows[0], [])).allSatisfy { abs($0 - $1) < 1e-5 })
        #expect(zip(a, rows[0]).contains { abs($0 - $1) > 0.1 })
    }

    @Test("tables of signs add up to products with signs", arguments: [32, 96, 384], processors)
    func signs(width: Int, processor: Processor) {
        var numbers = SeededGenerator(seed: UInt64(width))
        let octets = width / 32
        let query = numbers.rows(1, width)[0]
        let rows = numbers.rows(16, width)
        var block = [UInt8](repeating: 0, count: octets * 64)
        for (index, row) in rows.enumerated() {
            let size = Kernels.writeSigns(of: row, octets: octets, row: index, block: &block)
            #expect(abs(size - row.reduce(0) { $0 + abs($1) }) < 1e-3)
        }
        let tables = Kernels(processor).signTables(for: query)
        var places = [UInt32](repeating: 0, count: 32)
        var values = [Float](repeating: 0, count: 32)
        let ones = [Float](repeating: 1, count: 16)
        _ = Kernels(processor).scan(
            CodeBlocks(codes: block, octets: octets, factors: ones, biases: nil), blocks: 0..<1, tables: tables,
            offset: 0,
            from: -.infinity, places: &places, values: &values)
        for (index, row) in rows.enumerated() {
            let expected = zip(row, query).reduce(Float(0)) { $0 + ($1.0 > 0 ? $1.1 : -$1.1) }
            #expect(abs(values[index] - expected) < tables.step * Float(octets) * 8)
        }
        withExtendedLifetime((block, ones)) {}
    }

    @Test(
        "blocks of products keep what reaches each column's threshold",
        arguments: [(1, 1), (5, 16), (9, 33), (20, 130)], processors)
    func products(shape: (Int, Int), processor: Processor) {
        let (count, columns) = shape
        var numbers = SeededGenerator(seed: UInt64(columns))
        let width = 70
        let kernels = Kernels(processor)
        func bytes(_ rows: [[Float]]) -> (bytes: [Int8], scales: [Float], sums: [Int32]) {
            let stride = ByteRows.stride(width: width)
            var found = (
                bytes: [Int8](repeating: 0, count: rows.count * stride),
                scales: [Float](repeating: 0, count: rows.count),
                sums: [Int32](repeating: 0, count: rows.count)
            )
            kernels.toBytes(
                rows.flatMap { $0 + [Float](repeating: 0, count: 80 - width) }, stride: 80, count: rows.count,
                width: width,
                bytes: &found.bytes, scales: &found.scales, sums: &found.sums)
            return found
        }
        let (left, right) = (numbers.rows(count, width), numbers.rows(columns, width))
        let (rows, queries) = (bytes(left), bytes(right))
        let stride = ByteRows.stride(width: width)
        let packed = ByteColumns(capacity: columns, width: width)
        packed.take(
            ByteRows(bytes: queries.bytes, stride: stride, scales: queries.scales, sums: queries.sums), 0..<columns)
        var product = [Float](repeating: 0, count: count * packed.stride)
        kernels.multiply(
            ByteRows(bytes: rows.bytes, stride: stride, scales: rows.scales, sums: rows.sums), 0..<count, by: packed,
            into: &product)
        for row in 0..<count {
            for column in 0..<columns {
                let expected = zip(left[row], right[column]).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
                #expect(abs(Double(product[row * packed.stride + column]) - expected) < 0.15)
            }
        }
        let thresholds = (0..<packed.stride).map { $0 < columns ? Float($0 % 5) - 2 : .infinity }
        for norms in [nil, (0..<count).map { Float($0) / 4 - 1 }] {
            var room = [Float](repeating: 0, count: count * packed.stride)
            var kept = [KeptProduct](repeating: KeptProduct(row: 0, column: 0, score: 0), count: count * columns)
            let first = count / 3
            let found = kernels.keep(
                ByteRows(bytes: rows.bytes, stride: stride, scales: rows.scales, sums: rows.sums), first..<count,
                by: packed, norms: norms, from: thresholds, room: &room, into: &kept)
            func score(_ row: Int, _ column: Int) -> Float {
                let product = product[row * packed.stride + column]
                return norms.map { 2 * product + $0[row] } ?? product
            }
            let expected = (first..<count).flatMap { row in
                (0..<columns).filter { score(row, $0) >= thresholds[$0] }.map { [row, $0] }
            }
            let reached = kept.prefix(found).map { [Int($0.row), Int($0.column)] }
            #expect(reached.sorted { $0.lexicographicallyPrecedes($1) } == expected)
            #expect(kept.prefix(found).allSatisfy { abs($0.score - score(Int($0.row), Int($0.column))) < 1e-5 })
        }
        withExtendedLifetime((rows, queries)) {}
        var largest = [UInt32](repeating: 0, count: count)
        kernels.largest(product, rows: count, columns: packed, into: &largest)
        for row in 0..<count {
            let line = product[row * packed.stride..<row * packed.stride + columns]
            #expect(line[line.startIndex + Int(largest[row])] == line.max())
        }
    }
}
