/// What was learned: how rare words are, and the trees of each pass.
package struct ThreadModel: Sendable, Equatable {
    package var rarity: RarityTable
    /// For utterances without vectors, and for those with them.
    package var plain: Passes
    package var encoded: Passes

    /// One kind's trees.
    package struct Passes: Sendable, Equatable {
        /// Throws out most of a hundred candidates.
        package var sieve: TreeEnsemble
        /// Scores the rest, pair by pair.
        package var pairs: TreeEnsemble
        /// Scores the best again, seeing the conversations formed so far.
        package var conversations: TreeEnsemble

        package init(
            sieve: TreeEnsemble = TreeEnsemble(), pairs: TreeEnsemble = TreeEnsemble(),
            conversations: TreeEnsemble = TreeEnsemble()
        ) {
            self.sieve = sieve
            self.pairs = pairs
            self.conversations = conversations
        }
    }

    package init(rarity: RarityTable, plain: Passes, encoded: Passes) {
        self.rarity = rarity
        self.plain = plain
        self.encoded = encoded
    }
}
