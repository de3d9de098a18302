import ArgumentParser
import Glibc
import RuralIndustry

/// Which made-up country.
struct CountryOptions: ParsableArguments {
    @Option var seed: UInt64 = 1
    @Option var establishments = 300_000
    @Option var products = 1_000_000
    @Option var awards = 500_000
    @Option(help: "units.csv, lineage.csv, regions.csv.") var units: String

    func country() throws -> Country {
        guard establishments > 0, products >= establishments, awards >= 0 else {
            throw ValidationError("--products ≥ --establishments > 0")
        }
        return Country(
            units: try CountryUnits(folder: units), seed: seed, establishmentCount: establishments,
            productCount: products, awardCount: awards)
    }
}

extension BenchCommand {
    /// Writes a made-up country as the files that offices would import: establishments registered before and since the
    /// districts ended (each with its own day for its codes), products, awards.
    struct CountryFiles: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "country")
        @OptionGroup var options: CountryOptions
        @Option var out: String

        func run() async throws {
            let country = try options.country()
            let makers =
                "name,legal_form,commune_code,tax_code,representative,address,phone,industry,labour,external_id"
            var old = try RecordWriter(out + "/establishments-old.csv", header: makers)
            var new = try RecordWriter(out + "/establishments-new.csv", header: makers)
            for index in 0..<country.establishmentCount {
                let maker = country.maker(index)
                let row = [
                    maker.name, maker.legalForm, maker.commune.code, maker.taxCode,
                    "Người đại diện \(index % 5000)",
                    "Thôn \(index % 40 + 1)", maker.phone, maker.craft.industry, String(index % 300),
                    maker.externalID,
                ]
                if maker.isOld { try old.write(row) } else { try new.write(row) }
            }
            try old.close()
            try new.close()
            var products = try RecordWriter(
                out + "/products.csv", header: "name,group,establishment_external_id,price_vnd,external_id")
            for index in 0..<country.productCount {
                let product = country.product(index)
                try products.write([
                    product.name, product.group, product.maker.externalID, String(1000 * (index % 5000 + 1)),
                    product.externalID,
                ])
            }
            try products.close()
            var awards = try RecordWriter(
                out + "/awards.csv",
                header:
                    "product_name,establishment_name,level,year,issuer_code,decision_number,decision_date,"
                    + "establishment_tax_code,product_external_id,group,certificate_number")
            for index in 0..<country.awardCount {
                let award = country.award(index)
                try awards.write([
                    award.product.name, award.product.maker.name, award.level, String(award.year),
                    award.issuer,
                    award.number, award.date, award.isNamedOnly ? "" : award.product.maker.taxCode,
                    award.isNamedOnly ? "" : award.product.externalID, award.product.group,
                    award.certificate ?? "",
                ])
            }
            try awards.close()
        }
    }
}

/// A CSV file on its way to the disk. Values need no quotes: they are the generator's own.
private struct RecordWriter {
    private let file: UnsafeMutablePointer<FILE>
    private let path: String

    init(_ path: String, header: String) throws {
        guard let file = fopen(path, "w") else { throw Self.failure(path) }
        self.file = file
        self.path = path
        try put(header + "\n")
    }

    mutating func write(_ values: [String]) throws { try put(values.joined(separator: ",") + "\n") }

    mutating func close() throws {
        if fclose(file) != 0 { throw Self.failure(path) }
    }

    private func put(_ line: String) throws {
        if fputs(line, file) < 0 { throw Self.failure(path) }
    }

    private static func failure(_ path: String) -> Violation {
        let why = String(cString: strerror(errno))
        return Violation(
            "file-unwritable", vi: "không ghi được \(path): \(why)", en: "cannot write \(path): \(why)")
    }
}
