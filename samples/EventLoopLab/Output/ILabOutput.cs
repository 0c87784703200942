using AsyncAnalyzers.Showcase.Sources;
using EventLoopLab.Lab;
using EventLoopLab.Running;

namespace EventLoopLab.Output;

/// <summary>Where the lab shows itself. Called in this order, for one variant after the other.</summary>
internal interface ILabOutput
{
    /// <summary>Lists the programs.</summary>
    void List(IReadOnlyList<LabProgram> programs);

    /// <summary>A program begins.</summary>
    void Begin(LabProgram program, int number, int count);

    /// <summary>A variant of it begins.</summary>
    void Begin(Variant variant);

    /// <summary>Does some work, and shows meanwhile that it goes on.</summary>
    Task<T> WhileAsync<T>(Func<Task<T>> work) => work();

    /// <summary>What the rule says about the variant.</summary>
    void Show(Inspection inspection);

    /// <summary>The variant is over.</summary>
    void End(VariantReport report);

    /// <summary>All programs are over.</summary>
    void Finish(IReadOnlyList<VariantReport> reports, TimeSpan elapsed);
}
