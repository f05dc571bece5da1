extension WordPieceTokeniser {
    /// Appends `[CLS]`, the first text, `[SEP]`, the second text and `[SEP]`, together at most `limit` tokens. Where they are more,
    /// the longer text is cut, to the length of the shorter at most, and then both.
    ///
    /// Where both alone pass the limit, the shorter is read to its end if an odd token is left for the longer one.
    @discardableResult
    public func append(
        _ first: Span<UInt8>, _ second: Span<UInt8>, limit: Int, to tokens: inout TokenBuffer
    ) -> TokenSpan {
        precondition(limit >= 3, "no room for [CLS] and two times [SEP]")
        let start = tokens.count
        let room = limit - 3
        tokens.append(vocabulary.classification)
        let firstCount = appendPieces(of: first, atMost: room, to: &tokens)
        tokens.append(vocabulary.separator)
        let secondCount = appendPieces(of: second, atMost: room, to: &tokens)
        var kept = firstCount
        if firstCount + secondCount > room {
            let lesser = min(firstCount, secondCount, room / 2)
            let isUndecided = firstCount == room && secondCount == room && !room.isMultiple(of: 2)
            let firstIsLonger =
                isUndecided ? has(first, morePiecesThan: second, from: room) : firstCount > secondCount
            kept = firstIsLonger ? room - lesser : lesser
            tokens.remove(start + 1 + firstCount + 1 + room - kept..<tokens.count)
            tokens.remove(start + 1 + kept..<start + 1 + firstCount)
        }
        tokens.append(vocabulary.separator)
        return TokenSpan(tokens: start..<tokens.count, second: start + kept + 2)
    }

    @discardableResult
    public func append(_ first: String, _ second: String, limit: Int, to tokens: inout TokenBuffer) -> TokenSpan {
        append(first.utf8Span.span, second.utf8Span.span, limit: limit, to: &tokens)
    }

    /// Counts both, ever farther, until one ends.
    private func has(_ first: Span<UInt8>, morePiecesThan second: Span<UInt8>, from known: Int) -> Bool {
        var scratch = TokenBuffer()
        var bound = known
        while true {
            bound = 4 * max(bound, 64)
            scratch.removeAll()
            let firstCount = appendPieces(of: first, atMost: bound, to: &scratch)
            scratch.removeAll()
            let secondCount = appendPieces(of: second, atMost: bound, to: &scratch)
            if firstCount < bound || secondCount < bound { return firstCount > secondCount }
        }
    }
}
