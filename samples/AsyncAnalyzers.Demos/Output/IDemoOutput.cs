using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Showcase.Sources;

namespace AsyncAnalyzers.Demos.Output;

/// <summary>Where the demos show themselves. Called in this order, for one demo after the other.</summary>
internal interface IDemoOutput
{
    void List(IReadOnlyList<Demo> demos);

    void Begin(Demo demo);

    void Show(Inspection inspection);

    void Show(DemoResult result);

    /// <summary>One demo is over.</summary>
    void End(DemoReport report);

    /// <summary>All demos are over.</summary>
    void Finish(IReadOnlyList<DemoReport> reports, TimeSpan elapsed);
}
