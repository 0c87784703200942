using System.Globalization;

namespace AsyncAnalyzers.Showcase.Measuring;

/// <summary>One quantity, measured on both halves of a demo.</summary>
/// <param name="Quantity">What was measured.</param>
/// <param name="Unit">The unit; empty for a plain count.</param>
/// <param name="Flawed">The value of the flawed half.</param>
/// <param name="Repaired">The value of the repaired half.</param>
/// <param name="Harm">The harm shows when the flawed value holds this.</param>
/// <param name="Repair">The repair shows when the repaired value holds this.</param>
internal sealed record Measurement(string Quantity, string Unit, double Flawed, double Repaired, Bound Harm, Bound Repair)
{
    public bool IsHarmShown => Harm.Holds(Flawed);

    public bool IsRepairShown => Repair.Holds(Repaired);

    /// <summary>Which direction is better: that from what shows the harm to what shows the repair.</summary>
    public Better Better => Repair.CompareTo(Harm) switch
    {
        < 0 => Better.Lower,
        > 0 => Better.Higher,
        _ => Better.Neither,
    };

    public static string Format(double value, string unit)
    {
        string number = value.ToString(value is > 0 and < 10 && value != Math.Floor(value) ? "0.0" : "#,0", CultureInfo.InvariantCulture);
        return unit.Length == 0 ? number : number + " " + unit;
    }
}
