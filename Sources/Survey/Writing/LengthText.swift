import Foundation

/// Lengths on the ground as people read them.
enum LengthText {
    /// Four digits in metres, centimetres or millimetres: "1.5 m", "5 cm", "2.5 mm".
    static func short(_ metres: Double) -> String {
        if metres >= 1 { return String(format: "%.4g m", metres) }
        return metres >= 0.01 ? String(format: "%.4g cm", metres * 100) : String(format: "%.4g mm", metres * 1000)
    }
}
