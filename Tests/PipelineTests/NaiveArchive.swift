import Store

@testable import Chat

/// An export with what orders it.
struct ContentHashOfExport {
    let export: ExportFixture
    let hash: ContentHash

    init(_ export: ExportFixture) {
        self.export = export
        hash = ContentHash(of: export.json)
    }

    func isOlder(than other: Self) -> Bool {
        (export.exportedAt, hash) < (other.export.exportedAt, other.hash)
    }

    var ids: Set<Int> {
        Set(export.messages.map(\.id))
    }

    func covers(_ id: Int) -> Bool {
        guard let first = ids.min(), let last = ids.max() else { return false }
        return first <= id && id <= last
    }
}

/// What an archive should say, worked out from the set of all exports at once and with no regard to cost: the rule of
/// `Archive+Deletions`, word for word.
struct NaiveArchive {
    private let exports: [ContentHashOfExport]

    init(_ exports: [ContentHashOfExport]) {
        self.exports = exports.sorted { $0.isOlder(than: $1) }
    }

    /// "id text" of each message that is not deleted.
    var live: [String] {
        let deleted = deletedIDs
        let all = Set(exports.flatMap(\.ids))
        return all.subtracting(deleted).compactMap { id in
            exports.last { $0.ids.contains(id) }?.export.messages.first { $0.id == id }.map { "\(id) \($0.text)" }
        }
    }

    private var deletedIDs: Set<Int> {
        var held: Set<Int> = []
        for (index, export) in exports.enumerated() {
            held.subtract(export.ids)
            let known = exports[..<index].reduce(into: Set<Int>()) { $0.formUnion($1.ids) }
            let expected = known.subtracting(held).filter { export.covers($0) && asksFor($0, export) }
            let vanishing = expected.subtracting(export.ids)
            if vanishing.count <= 10 || vanishing.count * 100 <= expected.count * 20 { held.formUnion(vanishing) }
        }
        return held
    }

    private func asksFor(_ id: Int, _ export: ContentHashOfExport) -> Bool {
        export.export.after.map { $0 <= id } ?? true && export.export.before.map { id <= $0 } ?? true
    }
}
