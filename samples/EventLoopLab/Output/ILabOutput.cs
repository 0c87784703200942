using EventLoopLab.Lab;
using EventLoopLab.Running;

namespace EventLoopLab.Output;

/// <summary>Where the lab shows itself. Called in this order, for one variant after the other.</summary>
internal interface ILabOutput
{
    /// <summary>What is said of a claim that does not hold.</summary>
    const string Missed = "the claim does not hold, see the table at the end";

    /// <summary>Lists the programs.</summary>
    void List(IReadOnlyList<LabProgram> programs);

    /// <summary>A program begins.</summary>
    void Begin(LabProgram program, int number, int count);

    /// <summary>A variant of it begins.</summary>
    void Begin(Variant variant);

    /// <summary>The variant is over.</summary>
    void End(VariantReport report);

    /// <summary>All programs are over.</summary>
    void Finish(IReadOnlyList<VariantReport> reports, TimeSpan elapsed);
}
