
namespace EventLoopLab.Lab;

/// <summary>A measured value, and what it must reach for the claim to hold.</summary>
/// <param name="Quantity">What was measured.</param>
/// <param name="Unit">The unit; empty for a plain count.</param>
/// <param name="Value">The value.</param>
/// <param name="Bound">What it must reach.</param>
/// <param name="Better">Which direction is better.</param>
internal sealed record Figure(string Quantity, string Unit, double Value, Bound Bound, Better Better)
{
    /// <summary>Whether the value is within its bound.</summary>
    public bool Holds => Bound.Holds(Value);

    /// <summary>The value with its unit.</summary>
    public string Text => Measurement.Format(Value, Unit);
}
