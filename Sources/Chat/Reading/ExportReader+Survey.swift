public import JSONStream

extension ExportReader {
    /// The files below `paths` that may be exports.
    public func find(in paths: [String]) -> FoundFiles {
        ExportFolder(paths).found
    }

    /// What some files hold, by what they say about themselves.
    public func survey(_ files: [FoundFile]) -> [SurveyedFile] {
        files.map { file in
            var surveyed = SurveyedFile(file: file)
            do throws(SourceFailure) {
                surveyed.isZip = try isZip(file)
                if surveyed.isZip {
                    try surveyEntries(of: &surveyed)
                } else {
                    try survey(ExportLocation(file), for: &surveyed)
                }
            } catch {
                surveyed.failure = error
            }
            return surveyed
        }
    }

    private func surveyEntries(of surveyed: inout SurveyedFile) throws(SourceFailure) {
        let directory = try ZipDirectory(path: surveyed.file.path, size: surveyed.file.status.size)
        surveyed.problems = directory.problems
        for entry in directory.entries {
            do throws(SourceFailure) {
                try survey(ExportLocation(entry: entry, zip: surveyed.file.path), for: &surveyed)
            } catch {
                surveyed.problems.append(Problem(.unreadable, "\(entry.name): \(error.description)", lost: 1))
            }
        }
    }

    private func survey(_ location: ExportLocation, for surveyed: inout SurveyedFile) throws(SourceFailure) {
        do {
            guard location.size > 0 else { throw JSONError(.truncated, at: 0) }
            let header = try DiscordHeaderReader.header(of: location.open())
            surveyed.exports.append((location, header))
        } catch let error as JSONError {
            if case .source(let failure) = error.kind { throw failure }
            let name = surveyed.isZip ? location.entryName + ": " : ""
            surveyed.problems.append(
                Problem(
                    .unreadable, at: surveyed.isZip ? nil : error.offset,
                    "\(name)is not a DiscordChatExporter export: \(error)", lost: 1))
        } catch let failure as SourceFailure {
            throw failure
        } catch {
            throw SourceFailure("\(error)")
        }
    }

    private func isZip(_ file: FoundFile) throws(SourceFailure) -> Bool {
        if file.path.lowercased().hasSuffix(".json") { return false }
        var source = try FileSource(path: file.path, length: 4)
        return try source.bytes(2) == [0x50, 0x4b] || file.path.lowercased().hasSuffix(".zip")
    }
}

/// What a file holds.
public struct SurveyedFile: Sendable {
    public let file: FoundFile
    public fileprivate(set) var isZip = false
    public fileprivate(set) var exports: [(location: ExportLocation, header: ExportHeader)] = []
    /// What is no export.
    public fileprivate(set) var problems: [Problem] = []
    /// Why the file could not be read; a later run may be able to.
    public fileprivate(set) var failure: SourceFailure?

    fileprivate init(file: FoundFile) {
        self.file = file
    }
}
