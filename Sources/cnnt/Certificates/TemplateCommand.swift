import ArgumentParser
import Documents
import RuralIndustry

extension CertificateCommand {
    /// Designs of certificates: data, which an organiser writes without a line of code.
    struct Template: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "template",
            abstract: "Mẫu giấy chứng nhận: xem, thử trước khi dùng.",
            subcommands: [Check.self, Show.self, List.self])

        struct Check: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "check",
                abstract:
                    "Kiểm tra một tệp mẫu giấy hoặc mẫu nhãn và vẽ bản thử với chữ ngắn nhất và dài nhất.")
            @OptionGroup var global: GlobalOptions
            @Argument(help: "Tệp mẫu (JSON), hoặc tên một mẫu có sẵn.") var file: String
            @Option(help: "Tệp PDF để ghi bản thử.") var out: String?
            @OptionGroup var fontOptions: FontOptions

            func run() async throws {
                let place = try await Workplace(demo: global.demo)
                let fonts = try FontSet.load(folder: place.fontDirectory)
                if LabelTemplate.isNamed(file) {
                    let label = try LabelTemplate(named: file)
                    let proof = try LabelProof(label, fonts: fonts)
                    return try report(label.id, proof.violations, proof.pages, place)
                }
                let template = try CertificateTemplate(named: file)
                var violations: [Violation] = []
                if !fontOptions.allowOtherFonts {
                    do { try template.requireFonts(fonts) } catch { violations += error.violations }
                }
                let proof = try TemplateProof(template, fonts: fonts)
                try report(template.id, violations + proof.violations, proof.pages, place)
            }

            private func report(
                _ id: String, _ violations: [Violation], _ pages: [UInt8]?, _ place: Workplace
            ) throws {
                if let out, let pages { try writeFile(pages, to: out) }
                try Refusal.throwIfAny(violations.map { $0.at(Place(file: file)) })
                Console().note(
                    Bilingual(vi: "mẫu “\(id)” dùng được", en: "the template “\(id)” can be used")
                        .text(in: place.language))
            }
        }

        struct Show: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "show",
                abstract: "In một mẫu có sẵn (JSON), để sửa thành mẫu riêng.")
            @OptionGroup var global: GlobalOptions
            @Argument(help: "Tên mẫu.") var id: String

            func run() async throws {
                let label = try LabelTemplate.builtIn(id)
                Console().write(try (label?.document ?? CertificateTemplate(named: id).document).text + "\n")
            }
        }

        struct List: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "list", abstract: "Liệt kê các mẫu có sẵn.")
            @OptionGroup var global: GlobalOptions
            @OptionGroup var output: ListOutputOptions

            func run() async throws {
                try output.printer(try await Workplace(demo: global.demo)).list(
                    try CertificateTemplate.builtInIDs.map { try CertificateTemplate(named: $0) })
            }
        }
    }
}

/// Font files other than those that a design names.
struct FontOptions: ParsableArguments {
    @Flag(help: "Cho phép tệp phông chữ khác với tệp mà mẫu nêu.") var allowOtherFonts = false
}

extension CertificateTemplate: Listed {
    static let columns: [Column<CertificateTemplate>] = [
        Column("id", "Mẫu", "Template", { $0.id }), Column("title", "Dùng để", "For", { $0.title }),
    ]

    /// A built-in design by its name, or a file.
    init(named name: String) throws {
        if let builtIn = try CertificateTemplate.builtIn(name) {
            self = builtIn
            return
        }
        do {
            let bytes = try readBytes(name, upTo: Self.mostBytes)
            self = try CertificateTemplate(try JSONValue(parsing: bytes))
        } catch let refusal as Refusal {
            try Refusal.throwIfAny(refusal.violations.map { $0.at(Place(file: name)) })
            throw refusal
        } catch let violation as Violation {
            throw violation.at(Place(file: name))
        }
    }

    /// A picture of 1 MiB in Base64 twice, and the rest.
    private static let mostBytes = 4 << 20
}
