import Store

extension Archive {
    /// Keeps a problem until its file is read anew.
    func keep(_ problem: Problem, path: String) throws(StoreError) {
        try database.execute(
            """
            INSERT INTO problem
            SELECT ?1, ifnull(max(number), 0) + 1, ?2, ?3, ?4, ?5 FROM problem WHERE path = ?1
            """, path, problem.kind.rawValue, problem.offset, problem.detail, problem.lost)
    }

    func forgetProblems(of path: String) throws(StoreError) {
        try database.execute("DELETE FROM problem WHERE path = ?", path)
    }

    /// All problems that are known, by file.
    public func problems() throws -> [FileProblem] {
        try database.rows(
            "SELECT path, kind, offset, detail, lost FROM problem ORDER BY path, number"
        ) { row throws(StoreError) in
            let kind: String = try row[1]
            return FileProblem(
                path: try row[0],
                problem: Problem(
                    Problem.Kind(rawValue: kind) ?? .damaged, at: try row[2], try row[3], lost: try row[4]))
        }
    }
}

/// A problem and its file.
public struct FileProblem: Equatable, Sendable {
    public let path: String
    public let problem: Problem

    public init(path: String, problem: Problem) {
        self.path = path
        self.problem = problem
    }
}
