namespace AsyncAnalyzers.Showcase.Reports;

/// <summary>A bar of a drawing.</summary>
internal sealed record BarShape(string Kind, double X, double Y, double Width, double Height, string Title);

/// <summary>A line or a sign of a drawing.</summary>
internal sealed record PathShape(string Kind, string Path, string Title);

/// <summary>A text of a drawing.</summary>
internal sealed record TextShape(string Kind, double X, double Y, string Anchor, string Text);
