import ArgumentParser
import Documents
import Evidence
import Registry
import RuralIndustry

extension FairCommand {
    struct Contracts: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "contracts",
            abstract:
                "Hợp đồng thuê gian hàng: mỗi đơn vị một dòng, vị trí, số gian, giá thuê, phần khuyến công hỗ trợ.",
            discussion:
                "Đối chiếu với mức tối đa của quy định có hiệu lực ngày khai mạc; có hợp đồng vượt mức thì nêu tên và mã 4."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số của hội chợ.") var id: Int64
        @Flag(help: "Cộng theo tỉnh và theo nguồn kinh phí.") var totals = false

        func run() async throws {
            try await global.withRegistry { registry, place in
                let contracts = try await registry.boothContracts(
                    ofFair: id, on: asOf.day(place), as: place.viewer)
                let printer = try output.printer(place)
                if totals { try printer.list(contracts.totals) } else { try printer.list(contracts) }
                let findings = contracts.findings
                if !findings.isEmpty { throw Failure.altered(findings) }
            }
        }
    }

    struct Contract: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "contract",
            abstract: "Ghi phụ lục hợp đồng của một đơn vị (PDF hoặc văn bản thuần), hoặc của mọi đơn vị.",
            discussion: """
                Hợp đồng vượt mức hỗ trợ hoặc chưa có giá thuê thì không ghi ra giấy; với --all, các hợp đồng khác vẫn được ghi, mã 5.
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số của hội chợ.") var id: Int64
        @Option(help: "Số của cơ sở, hoặc tên của đơn vị thuê.") var tenant: String?
        @Flag(help: "Mọi đơn vị, mỗi đơn vị một tệp PDF.") var all = false
        @Option(help: "Tệp .pdf hoặc .txt để ghi; với --all, thư mục.") var out: String

        func validate() throws {
            guard all == (tenant == nil) else {
                throw ValidationError("Nêu --tenant hoặc --all (one tenant, or all).")
            }
            guard all || out.hasSuffix(".pdf") || out.hasSuffix(".txt") else {
                throw ValidationError("--out phải là tệp .pdf hoặc .txt")
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let printer = output.printer(place)
                guard let tenant else {
                    return try writeAll(
                        try await registry.boothContracts(
                            ofFair: id, on: asOf.day(place), as: place.viewer), printer, place)
                }
                let contract = try await registry.boothContract(
                    ofFair: id, tenant: tenant, on: asOf.day(place), as: place.viewer)
                if !contract.findings.isEmpty { throw Failure.altered(contract.findings) }
                try contract.requireMoney()
                let bytes =
                    out.hasSuffix(".txt")
                    ? Array(contract.text.utf8)
                    : try OfficeRenderer(fonts: try FontSet.load(folder: place.fontDirectory)).render(
                        contract)
                try writeFile(bytes, to: out)
                try printer.single(ContractPaperLine(contract: contract, file: out, bytes: bytes))
            }
        }

        private func writeAll(_ contracts: [BoothContract], _ printer: Printer, _ place: Workplace) throws {
            let renderer = try OfficeRenderer(fonts: try FontSet.load(folder: place.fontDirectory))
            try makeFolder(out)
            var written: [ContractPaperLine] = []
            var left: [Violation] = []
            for (contract, name) in zip(contracts, contracts.fileNames) {
                var wrong = contract.findings
                do throws(Refusal) { try contract.requireMoney() } catch { wrong += error.violations }
                if wrong.isEmpty {
                    let bytes = try renderer.render(contract)
                    let file = "\(out)/\(name).pdf"
                    try writeFile(bytes, to: file)
                    written.append(ContractPaperLine(contract: contract, file: file, bytes: bytes))
                } else {
                    left += wrong.filter { !left.contains($0) }
                }
            }
            try printer.list(written)
            if !left.isEmpty { throw Failure.partlyDone(left) }
        }
    }
}

extension [BoothContract] {
    /// What is wrong with any of them, each once.
    fileprivate var findings: [Violation] {
        var seen: Set<Violation> = []
        return flatMap(\.findings).filter { seen.insert($0).inserted }
    }

    /// A name for each one's file: whose it is in plain letters and the establishment's number, so that the same contract keeps its
    /// name when others come and go.
    fileprivate var fileNames: [String] {
        var times: [String: Int] = [:]
        return map { contract in
            let party = contract.party
            var words = Folded(party.name).words.joined(separator: "-").prefix(60).description
            if words.isEmpty { words = party.kind.rawValue }
            let name = party.establishment.map { "\(words)-\($0)" } ?? "\(words)-\(party.kind.rawValue)"
            times[name, default: 0] += 1
            let time = times[name] ?? 1
            return time == 1 ? name : "\(name)-\(time)"
        }
    }
}

/// What was written, in a line.
private struct ContractPaperLine: Listed {
    let contract: BoothContract
    let file: String
    let bytes: [UInt8]

    static let columns: [Column<ContractPaperLine>] = [
        Column("tenant", "Bên thuê", "Tenant", { $0.contract.party.name }),
        Column("file", "Tệp", "File", { $0.file }),
        Column("count", "Số gian", "Booths", { .number($0.contract.codes.count) }),
        Column("rent_vnd", "Tổng giá thuê (đồng)", "Rents (VND)", { String($0.contract.money.rent) }),
        Column(
            "support_vnd", "Kinh phí hỗ trợ (đồng)", "Paid by funds (VND)",
            { String($0.contract.money.support) }),
        Column(
            "tenants_vnd", "Bên thuê trả (đồng)", "Paid by tenants (VND)",
            { String($0.contract.money.tenantsPart) }),
        Column("sha256", "SHA-256", "SHA-256", { SHA256Digest(of: $0.bytes).hex }),
    ]
}

extension BoothContract: Listed {
    static let columns: [Column<BoothContract>] = [
        Column("kind", "Loại", "Kind", { $0.party.kind.rawValue }),
        Column("establishment", "Số cơ sở", "Establishment", { $0.party.establishment.map { String($0) } }),
        Column("tenant", "Bên thuê", "Tenant", { $0.party.name }),
        Column("booths", "Vị trí", "Positions", { .list($0.codes) }),
        Column("zones", "Khu", "Zones", { .list($0.zones) }),
        Column("count", "Số gian", "Booths", { .number($0.codes.count) }),
        Column("rent_vnd", "Tổng giá thuê (đồng)", "Rents (VND)", { String($0.money.rent) }),
        Column("support_vnd", "Kinh phí hỗ trợ (đồng)", "Paid by funds (VND)", { String($0.money.support) }),
        Column(
            "national_vnd", "Khuyến công quốc gia (đồng)", "National funds (VND)", { $0.paid(by: .national) }),
        Column("local_vnd", "Khuyến công địa phương (đồng)", "Local funds (VND)", { $0.paid(by: .local) }),
        Column(
            "tenants_vnd", "Bên thuê trả (đồng)", "Paid by tenants (VND)", { String($0.money.tenantsPart) }),
        Column("provinces", "Tỉnh có chỉ tiêu", "Provinces", { .list($0.provinces) }),
        Column("others", "Cùng gian", "Others in the booths", { .list($0.others) }),
        Column("legal_basis", "Căn cứ", "Legal basis", { .list($0.rules.map(\.legalBasis)) }),
        Column("unreckoned", "Gian chưa tính được tiền", "Without money", { .number($0.money.unreckoned) }),
        Column("over_caps", "Vượt mức", "Over the caps", { .number($0.findings.count) }),
    ]

    private func paid(by source: FundingSource) -> String? {
        support.first { $0.source == source }.map { String($0.amount) }
    }

    private var provinces: [String] {
        var seen: Set<String> = []
        return booths.compactMap { $0.province.map { $0.name ?? $0.code } }.filter {
            seen.insert($0).inserted
        }
    }
}

extension ContractTotal: Listed {
    static let columns: [Column<ContractTotal>] = [
        Column("by", "Cộng theo", "By", { $0.by }),
        Column("key", "Mã", "Key", { $0.code }),
        Column("name", "Tên", "Name", { .bilingual($0.name) }),
        Column("contracts", "Hợp đồng", "Contracts", { .number($0.contracts) }),
        Column("count", "Số gian", "Booths", { .number($0.booths) }),
        Column("rent_vnd", "Tổng giá thuê (đồng)", "Rents (VND)", { String($0.money.rent) }),
        Column("support_vnd", "Kinh phí hỗ trợ (đồng)", "Paid by funds (VND)", { String($0.money.support) }),
        Column(
            "tenants_vnd", "Bên thuê trả (đồng)", "Paid by tenants (VND)", { String($0.money.tenantsPart) }),
        Column("unreckoned", "Gian chưa tính được tiền", "Without money", { .number($0.money.unreckoned) }),
    ]

    private var by: String {
        switch key {
        case .all: "all"
        case .province: "province"
        case .funds: "funds"
        }
    }

    private var code: String? {
        switch key {
        case .all: nil
        case .province(let province): province?.code
        case .funds(let source): source?.rawValue
        }
    }

    private var name: Bilingual {
        switch key {
        case .all: Bilingual(vi: "Tổng cộng", en: "All")
        case .province(nil): Bilingual(vi: "của ban tổ chức", en: "the organiser's own")
        case .province(let province?):
            province.name.map { Bilingual(vi: $0, en: $0) }
                ?? Bilingual(vi: "nay thuộc nhiều tỉnh", en: "several provinces by now")
        case .funds(let source?): source.name
        case .funds(nil): Bilingual(vi: "không có kinh phí hỗ trợ", en: "no funds")
        }
    }
}
