import Glibc

/// Whose certificates are believed: what the `curl` command reads from the environment, and libcurl does not.
struct TrustedAuthorities: Equatable {
    let file: String?
    let folder: String?

    init(file: String?, folder: String?) {
        self.file = file
        self.folder = folder
    }

    init(environment value: (String) -> String?) {
        if let bundle = value("CURL_CA_BUNDLE") {
            self.init(file: bundle, folder: nil)
        } else {
            self.init(file: value("SSL_CERT_FILE"), folder: value("SSL_CERT_DIR"))
        }
    }

    static func fromEnvironment() -> TrustedAuthorities {
        TrustedAuthorities { name in
            getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
    }
}
