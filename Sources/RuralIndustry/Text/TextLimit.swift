/// How long texts may be, in Unicode scalars, as PostgreSQL's `char_length` counts them.
public enum TextLimit {
    /// Names of establishments, products and units. Our choice: well above what a name needs, and still
    /// printable whole on a certificate.
    public static let name = 300
    /// A postal address with house, hamlet, commune, (district), province, and sometimes the way there.
    public static let address = 500
    /// A product's description or a note: about two printed pages.
    public static let description = 4_000
    /// Everything else that fits on one line of a form.
    public static let line = 200
    /// How many things a list inside one cell may hold.
    public static let list = 50
}
