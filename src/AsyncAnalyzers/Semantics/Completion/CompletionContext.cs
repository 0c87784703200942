namespace AsyncAnalyzers.Semantics;

/// <summary>The parts of the completion analysis of one member, each of which asks the others.</summary>
internal sealed class CompletionContext
{
    public CompletionContext(IOperation member, CodeModel model)
    {
        Writes = VariableWrites.Of(member);
        Model = model;
        Types = model.Types;
        CancellationToken = model.CancellationToken;
        Bodies = new SingleExpressions(model);
        Paths = new AccessPaths(Writes, Bodies, model.Types, model.Compilation.Assembly, model.CancellationToken);
        Knowledge = new CompletionKnowledge(this);
        Proofs = new CompletionProofs(this);
        Assumptions = new CompletionAssumptions(this);
        Restarts = new RestartedQueries(this);
    }

    public VariableWrites Writes { get; }

    public SemanticModel Model { get; }

    public KnownTypes Types { get; }

    public CancellationToken CancellationToken { get; }

    public SingleExpressions Bodies { get; }

    public AccessPaths Paths { get; }

    public CompletionKnowledge Knowledge { get; }

    public CompletionProofs Proofs { get; }

    public CompletionAssumptions Assumptions { get; }

    public RestartedQueries Restarts { get; }
}
