namespace AsyncAnalyzers.Showcase.Measuring;

/// <summary>Which direction of a figure is better.</summary>
internal enum Better
{
    /// <summary>Neither: the value is a fact.</summary>
    Neither,

    /// <summary>The lower, the better.</summary>
    Lower,

    /// <summary>The higher, the better.</summary>
    Higher,
}
