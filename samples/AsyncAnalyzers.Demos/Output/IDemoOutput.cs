using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Showcase.Output;

namespace AsyncAnalyzers.Demos.Output;

/// <summary>Where the demos show themselves, one after the other.</summary>
internal interface IDemoOutput : IShowcaseOutput<Demo, DemoReport>
{
    /// <summary>What running both halves has measured.</summary>
    void Show(DemoResult result)
    {
    }
}
