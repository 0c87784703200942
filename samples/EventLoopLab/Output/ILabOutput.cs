using AsyncAnalyzers.Showcase.Output;
using EventLoopLab.Lab;
using EventLoopLab.Running;

namespace EventLoopLab.Output;

/// <summary>Where the lab shows itself, one variant after the other.</summary>
internal interface ILabOutput : IShowcaseOutput<LabProgram, VariantReport>
{
    /// <summary>A variant of the program begins.</summary>
    void Begin(Variant variant)
    {
    }
}
