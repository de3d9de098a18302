import ArgumentParser
import Evidence
import Registry
import RuralIndustry

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Khóa ký Ed25519 cho gói kết quả, điểm kiểm chứng và mã QR (signing keys).",
        subcommands: [Create.self, List.self, Rotate.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Tạo khóa; phần riêng nằm trong thư mục keys của thư mục dữ liệu.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.createKey(in: place.keys, today: place.today, as: place.viewer))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Liệt kê khóa công khai.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Flag(help: "Chỉ in khóa công khai (PEM), để công bố và dùng với --key.") var pem = false

        func run() async throws {
            try await global.withRegistry { registry, place in
                let keys = try await registry.signingKeys(as: place.viewer)
                if pem {
                    Console().write(TrustedKeys(keys.map(\.trusted)).text)
                } else {
                    try output.printer(place).list(keys)
                }
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Thay khóa; chữ ký của khóa cũ vẫn có giá trị.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.rotateKey(in: place.keys, today: place.today, as: place.viewer))
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Thu hồi khóa bị lộ: chữ ký từ ngày đó trở đi không có giá trị.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var confirmation: ConfirmOption
        @Argument(help: "Mã khóa.") var id: String
        @Option(help: "Ngày đầu tiên mà chữ ký không còn giá trị.") var from: Day
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try confirmation.confirm(
                    Bilingual(vi: "Thu hồi khóa \(id)?", en: "Revoke key \(id)?"), place)
                try output.printer(place).single(
                    try await registry.revokeKey(
                        id, from: from, because: reason, in: place.keys, as: place.viewer))
            }
        }
    }
}

extension Workplace {
    var keys: KeyFolder { settings.keys }

    /// The key to sign with. On a private cluster, where one person does everything, and for the demonstration the first is
    /// made on the way.
    func signingKey(_ registry: Registry) async throws -> SigningKey {
        try await registry.currentKey(in: keys, makesFirst: makesFirstKey, today: today, as: viewer)
    }

    var makesFirstKey: Bool { cluster != nil || settings.isDemo }
}

extension Settings {
    /// The demonstration has keys of its own: nothing signed there may look like the office's.
    var keys: KeyFolder { KeyFolder(path: dataDirectory + (isDemo ? "/demo-keys" : "/keys")) }

    /// The keys that a verifier trusts: those of a file, else those of this machine.
    func trustedKeys(_ file: String?) throws -> TrustedKeys {
        guard let file else { return try keys.trusted() }
        do throws(Violation) {
            return try TrustedKeys(parsing: String(decoding: try bytes(of: file), as: UTF8.self))
        } catch {
            throw error.at(Place(file: file))
        }
    }

    private func bytes(of file: String) throws(Violation) -> [UInt8] {
        do { return try readBytes(file) } catch {
            throw Violation(
                "file-unreadable", vi: "không đọc được tệp “\(file)”", en: "the file “\(file)” cannot be read"
            )
        }
    }
}

extension SigningKeyRecord: Listed {
    static let columns: [Column<SigningKeyRecord>] = [
        Column("key_id", "Mã khóa", "Key", { $0.key.id }),
        Column("state", "Tình trạng", "State", { $0.state.rawValue }),
        Column("valid_from", "Từ ngày", "Valid from", { $0.validFrom.iso }),
        Column("replaced_on", "Thay ngày", "Replaced on", { $0.replacedOn?.iso }),
        Column("revoked_from", "Thu hồi từ", "Revoked from", { $0.revokedFrom?.iso }),
        Column("reason", "Lý do thu hồi", "Reason", { $0.revocationReason }),
        Column("public_key", "Khóa công khai", "Public key", { $0.key.pem }),
    ]
}
