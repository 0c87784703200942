namespace AsyncAnalyzers.Editing;

/// <summary>A function that a plan changes, and what has been found out about the change so far.</summary>
internal sealed class PlannedFunction(Document document, SyntaxNode node, IMethodSymbol? method, CodeModel model)
{
    public Document Document { get; } = document;

    public SyntaxNode Node { get; } = node;

    /// <summary>Null for top-level statements.</summary>
    public IMethodSymbol? Method { get; } = method;

    public SemanticModel Model { get; } = model;

    public KnownTypes Types { get; } = KnownTypes.Of(model.Compilation);

    /// <summary>An await is to stand in it. Without one it follows a contract: it returns a completed task.</summary>
    public bool Awaits { get; set; }

    /// <summary>The contract with which its return type changes; null where it does not.</summary>
    public int? Contract { get; set; }

    /// <summary>What it returns is a sequence: it becomes an <c>IAsyncEnumerable</c>.</summary>
    public bool IsSequence { get; set; }

    /// <summary>A lambda in a place whose delegate type returns a task from now on.</summary>
    public bool IsInSlot { get; set; }

    /// <summary>What becomes of the tasks that it returns already.</summary>
    public ReturnRewriter? Returns { get; set; }
}
