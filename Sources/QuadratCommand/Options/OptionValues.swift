/// A decimal number and the unit right after it.
func splitUnit(_ text: String) -> (number: Double, unit: String)? {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits), number.isFinite else { return nil }
    return (number, text.dropFirst(digits.count).trimmingPrefix { $0 == " " }.description)
}
