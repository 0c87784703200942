using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Showcase.Sources;

namespace AsyncAnalyzers.Demos.Output;

/// <summary>Where the demos show themselves. Called in this order, for one demo after the other.</summary>
internal interface IDemoOutput
{
    void List(IReadOnlyList<Demo> demos);

    /// <summary>A demo begins.</summary>
    void Begin(Demo demo, int number, int count);

    /// <summary>Does some work, and shows meanwhile that it goes on.</summary>
    Task<T> WhileAsync<T>(Func<Task<T>> work) => work();

    void Show(Inspection inspection);

    void Show(DemoResult result);

    /// <summary>One demo is over.</summary>
    void End(DemoReport report);

    /// <summary>All demos are over.</summary>
    void Finish(IReadOnlyList<DemoReport> reports, TimeSpan elapsed);
}
