import HTTPClient
import Testing

@Suite("Addresses")
struct HTTPURLTests {
    @Test(
        "an address is described without its query, in one spelling",
        arguments: [
            ("http://host", "http://host/"),
            ("HTTPS://Host/v1/", "https://host/v1/"),
            ("https://host:443", "https://host/"),
            ("https://host:80", "https://host:80/"),
            ("http://[::1]:8080/a?key=1#b", "http://[::1]:8080/a"),
        ])
    func describes(_ text: String, _ description: String) throws {
        #expect(try HTTPURL(text).description == description)
    }

    @Test("parts are appended with one slash", arguments: ["http://h:1/v1", "http://h:1/v1/", "http://h:1/v1?k=2"])
    func appends(_ base: String) throws {
        #expect(try HTTPURL(base).appending("embeddings").description == "http://h:1/v1/embeddings")
    }

    @Test(
        "what is no plain http address is refused, and not repeated",
        arguments: [
            "", "host/v1", "ftp://host", "file:///etc/passwd", "http://user:word@host/", "http://user@host/", "http://",
            "http://host:99999/", "http://ho st/", "http://host/\r\nX: y",
        ])
    func refuses(_ text: String) {
        let error = #expect(throws: HTTPError.self) { try HTTPURL(text) }
        #expect(error == HTTPError(.invalidURL, url: ""))
    }
}
