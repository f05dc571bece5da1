/// What an answer says of one text, in whatever order.
protocol AnswerItem {
    var index: Int { get }
    var isFinite: Bool { get }
}

extension Array where Element: AnswerItem {
    /// The items in the order of the texts, one each.
    func inOrder(of count: Int) throws(RemoteModelError.Kind) -> [Element] {
        guard self.count == count else { throw .wrongCount(expected: count, got: self.count) }
        var ordered = [Element?](repeating: nil, count: count)
        for item in self {
            guard ordered.indices.contains(item.index) else { throw .unknownIndex(item.index) }
            guard ordered[item.index] == nil else { throw .duplicateIndex(item.index) }
            guard item.isFinite else { throw .notFinite(index: item.index) }
            ordered[item.index] = item
        }
        return ordered.compactMap(\.self)
    }
}
