namespace AsyncAnalyzers.Demos.Measuring;

/// <summary>What running both halves of a demo has shown.</summary>
/// <param name="Measurements">What was measured.</param>
/// <param name="Verdict">What the numbers mean, in a sentence or two.</param>
internal sealed record DemoResult(IReadOnlyList<Measurement> Measurements, string Verdict)
{
    /// <summary>True when every harm and every repair has shown. Only then does the verdict hold.</summary>
    public bool IsEvident => Measurements.All(m => m.IsHarmShown && m.IsRepairShown);
}
