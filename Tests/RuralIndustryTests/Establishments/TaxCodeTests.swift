import RuralIndustry
import Testing

@Suite("Tax codes")
struct TaxCodeTests {
    @Test("codes in use pass", arguments: ["0300588569", "0100109106", "0100686209", "0101248141"])
    func real(code: String) throws {
        #expect(try TaxCode(code).text == code)
    }

    @Test("a branch is written with a hyphen, and read without", arguments: 0..<50)
    func branches(seed: UInt64) throws {
        var samples = Samples(seed: seed)
        let code = samples.taxCode(branch: true)
        #expect(try TaxCode(code).text == code)
        #expect(try TaxCode(code.filter { $0 != "-" }).text == code)
        #expect(try TaxCode(" \(code.prefix(4)) \(code.dropFirst(4)) ").text == code)
    }

    @Test("one wrong digit is always noticed", arguments: 0..<20)
    func oneWrongDigit(seed: UInt64) throws {
        var samples = Samples(seed: seed)
        let code = Array(samples.taxCode())
        for position in code.indices {
            for digit in "0123456789" where digit != code[position] {
                var wrong = code
                wrong[position] = digit
                #expect(codes { try TaxCode(String(wrong)) } == ["tax-code-check-digit"])
            }
        }
    }

    @Test("two neighbours that changed places are always noticed", arguments: 0..<20)
    func swapped(seed: UInt64) throws {
        var samples = Samples(seed: seed)
        let code = Array(samples.taxCode())
        for position in 0..<9 where code[position] != code[position + 1] {
            var wrong = code
            wrong.swapAt(position, position + 1)
            #expect(codes { try TaxCode(String(wrong)) } == ["tax-code-check-digit"])
        }
    }

    @Test("of random ten digits one in eleven passes")
    func random() {
        var samples = Samples(seed: 11)
        let passed = (0..<22_000).count { _ in codes { try TaxCode(samples.digits(10)) }.isEmpty }
        // Ten of eleven remainders have a check digit, which one of ten digits is.
        #expect((1_800...2_200).contains(passed))
    }

    @Test("nine digits are a lost zero")
    func lostZero() {
        #expect(codes { try TaxCode("300588569") } == ["tax-code-lost-zero"])
        #expect(codes { try TaxCode("012345678") } == ["tax-code-lost-zero"])
    }

    @Test(
        "what is no tax code is refused",
        arguments: [
            "", "12345678", "03005885691", "0300588569-01", "030058856-9001", "0300588569-000",
            "0300588569--001",
            "0300588569-001-", "MST0300588569", "0300588569/001", "٠٣٠٠٥٨٨٥٦٩", "00000000000000",
        ])
    func refused(text: String) {
        #expect(codes { try TaxCode(text) } == ["tax-code-unreadable"])
    }

    @Test("ten zeros would need a check digit of ten")
    func zeros() {
        #expect(codes { try TaxCode("0000000000") } == ["tax-code-check-digit"])
    }

    @Test("a personal number is a household's only", arguments: LegalForm.allCases)
    func personalNumbers(form: LegalForm) throws {
        #expect(try TaxCode("019085012345").isPersonalNumber)
        let found = codes { try TaxCode("019085012345", of: form) }
        #expect(found == (form == .household ? [] : ["tax-code-personal-number"]))
        #expect(codes { try TaxCode("0300588569", of: form) } == [])
    }
}
