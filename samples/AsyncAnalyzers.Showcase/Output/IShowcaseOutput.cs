using AsyncAnalyzers.Showcase.Sources;

namespace AsyncAnalyzers.Showcase.Output;

/// <summary>
/// Where a run of demos or programs is shown. Called in this order, for one after the other. What an output has nothing to say about
/// it leaves out.
/// </summary>
/// <typeparam name="TItem">A demo or a program.</typeparam>
/// <typeparam name="TReport">What is known of one that is over.</typeparam>
internal interface IShowcaseOutput<TItem, TReport>
{
    /// <summary>Lists what there is.</summary>
    void List(IReadOnlyList<TItem> items);

    /// <summary>A demo or a program begins.</summary>
    void Begin(TItem item, int number, int count)
    {
    }

    /// <summary>Does some work, and shows meanwhile that it goes on.</summary>
    Task<T> WhileAsync<T>(Func<Task<T>> work) => work();

    /// <summary>What the rule says about flawed code.</summary>
    void Show(Inspection inspection)
    {
    }

    /// <summary>A demo, or a variant of a program, is over.</summary>
    void End(TReport report)
    {
    }

    /// <summary>All of them are over.</summary>
    void Finish(IReadOnlyList<TReport> reports, TimeSpan elapsed);
}
