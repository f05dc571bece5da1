import TestSupport
import Testing

@testable import Pipeline

@Suite("Settings")
struct SettingsTests {
    @Test("come from option, environment, file and default, in that order, and say so")
    func order() throws {
        let folder = try ScratchFolder()
        let path = try folder.write(
            Array(#"{"//": "a comment", "name": "n", "timeZone": "Europe/Berlin"}"#.utf8), to: "quarry.json")
        var options = Settings.Options()
        options.inputs = [folder.path]
        let file = try Settings(options, environment: [:])
        #expect(file.timeZone == Setting(nil, as: "", file: "Europe/Berlin", at: path, otherwise: ""))
        #expect(file.output.value == "output/n" && file.output.origin == .standard)
        let environment = try Settings(options, environment: ["QUARRY_TIME_ZONE": "UTC", "QUARRY_OUTPUT": "o"])
        #expect(environment.timeZone.origin == .environment("QUARRY_TIME_ZONE"))
        #expect(environment.output.value == "o")
        options.timeZone = "Asia/Tokyo"
        let option = try Settings(options, environment: ["QUARRY_TIME_ZONE": "UTC"])
        #expect(option.timeZone.value == "Asia/Tokyo" && option.timeZone.origin == .option("--time-zone"))
    }

    @Test("take sources relative to the configuration")
    func sources() throws {
        let folder = try ScratchFolder()
        try folder.write(Array(#"{"sources": ["exports", "/else/where", "."]}"#.utf8), to: "quarry.json")
        var options = Settings.Options()
        options.inputs = [folder.path]
        let settings = try Settings(options, environment: [:])
        #expect(settings.sources.value == [folder.path + "/exports", "/else/where", folder.path])
    }

    @Test(
        "name the archive after what is read",
        arguments: [
            ("corpora/sample", "output/sample"), ("corpora/sample/", "output/sample"), ("a.zip", "output/a"),
            ("./x.json", "output/x"), ("..", "output/archive"), ("/", "output/archive"),
        ])
    func names(input: String, output: String) throws {
        var options = Settings.Options()
        options.inputs = [input]
        #expect(try Settings(options, environment: [:]).output.value == output)
    }

    @Test(
        "refuse a configuration that they do not understand, with its place",
        arguments: [
            (#"{"nmae": 1}"#, "unknown key 'nmae'"), (#"{"name": 1}"#, "a string was expected"),
            (#"{"channels": {"only": []}}"#, "known are include, exclude"), ("{", "ends inside"),
            ("[]", "an object was expected"),
        ])
    func refused(text: String, reason: String) throws {
        let folder = try ScratchFolder()
        let path = try folder.write(Array(text.utf8), to: "quarry.json")
        #expect {
            try Configuration(path: path)
        } throws: { error in
            "\(error)".contains(reason) && "\(error)".hasPrefix(path + ":")
        }
    }
}
