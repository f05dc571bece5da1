// The section of a dense field, version 1, little-endian. Each part begins at a multiple of 64; its size follows from the header.
//
//     header        see DenseHeader, 64 bytes
//     numbers       rows x stride(16) f32 or f16; none if storage is bytes. Rows of cosine have length one
//     bytes         places x stride(64) int8, a row's numbers by its scale
//     scales        places f32
//     sums          places int32, of the bytes
//     norms         places f32, minus the squared length; only for L2
//     rows          places UInt32, the row at each place, all ones where there is none; only with lists
//     places        rows UInt32, the place of each row; only with lists
//     codes         places / 16 blocks of octets x 64 bytes, as CodeBlocks has them; not if exact
//     factors       places f32; not if exact
//     starts        lists + 1 UInt32, the first block of each list; not if exact
//     centroids     lists x stride(16) f32; not if exact
//     calibration   see DenseCalibration
//
// A place is a row's position in the order of the lists, each of which is filled up to a block of 16. Without lists it is the row.

/// How many of what the parts have, and where each begins.
struct DenseLayout: Sendable {
    let header: DenseHeader
    /// By part; known from the start, for searches ask at every row.
    private var offsets = [12 of Int](repeating: 0)

    private enum Part: Int, CaseIterable {
        case numbers, bytes, scales, sums, norms, rows, places, codes, factors, starts, centroids, calibration
    }

    init(header: DenseHeader) {
        self.header = header
        var next = DenseHeader.size
        for part in Part.allCases {
            offsets[part.rawValue] = next
            next += (size(part) + 63) / 64 * 64
        }
    }

    private func size(_ part: Part) -> Int {
        let (rows, places, lists) = (Int(header.rows), Int(header.places), Int(header.lists))
        let hasCodes = lists > 0
        return switch part {
        case .numbers: rows * numberStride * numberSize
        case .bytes: places * byteStride
        case .scales, .sums: places * 4
        case .norms: header.metric == DenseHeader.code(of: .euclidean) ? places * 4 : 0
        case .rows: lists > 1 ? places * 4 : 0
        case .places: lists > 1 ? rows * 4 : 0
        case .codes: hasCodes ? places / 16 * octets * 64 : 0
        case .factors: hasCodes ? places * 4 : 0
        case .starts: hasCodes ? (lists + 1) * 4 : 0
        case .centroids: hasCodes ? lists * numberStride * 4 : 0
        case .calibration: DenseCalibration.count * 4
        }
    }

    private func offset(_ part: Part) -> Int {
        offsets[part.rawValue]
    }

    var dimension: Int { Int(header.dimension) }
    var numberStride: Int { (dimension + 15) / 16 * 16 }
    var byteStride: Int { (dimension + 63) / 64 * 64 }
    var octets: Int { (dimension + 31) / 32 }
    var numberSize: Int { [4, 2, 0][Int(header.storage)] }

    var numbers: Int { offset(.numbers) }
    var bytes: Int { offset(.bytes) }
    var scales: Int { offset(.scales) }
    var sums: Int { offset(.sums) }
    var norms: Int { offset(.norms) }
    var rows: Int { offset(.rows) }
    var places: Int { offset(.places) }
    var codes: Int { offset(.codes) }
    var factors: Int { offset(.factors) }
    var starts: Int { offset(.starts) }
    var centroids: Int { offset(.centroids) }
    var calibration: Int { offset(.calibration) }

    /// Bytes of the whole.
    var total: Int {
        offset(.calibration) + (size(.calibration) + 63) / 64 * 64
    }

    /// Bytes that every search touches: what must be in memory for it to be fast.
    var resident: Int {
        let always: [Part] =
            header.lists > 0
            ? [.scales, .sums, .norms, .rows, .codes, .factors, .starts, .centroids] : [.bytes, .scales, .sums, .norms]
        return always.reduce(0) { $0 + size($1) }
    }
}

/// The first 64 bytes of a dense section.
struct DenseHeader: BitwiseCopyable, Sendable {
    var version: UInt32
    var metric: UInt32
    var storage: UInt32
    var dimension: UInt32
    var rows: UInt32
    var places: UInt32
    /// None where every row's bytes are looked at, one where every code is.
    var lists: UInt32
    private var unused: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)

    init(_ field: DenseField, rows: Int, places: Int, lists: Int) {
        version = Self.version
        metric = Self.code(of: field.metric)
        storage = Self.code(of: field.storage)
        dimension = UInt32(field.dimension)
        self.rows = UInt32(rows)
        self.places = UInt32(places)
        self.lists = UInt32(lists)
        unused = (0, 0, 0, 0, 0, 0, 0, 0, 0)
    }

    static let size = 64
    static let version: UInt32 = 1
    static let mostDimensions = 32768

    static func code(of metric: Metric) -> UInt32 {
        switch metric {
        case .cosine: 0
        case .innerProduct: 1
        case .euclidean: 2
        }
    }

    static func code(of storage: VectorStorage) -> UInt32 {
        switch storage {
        case .full: 0
        case .half: 1
        case .bytes: 2
        }
    }
}
