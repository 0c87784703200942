namespace AsyncAnalyzers.Semantics;

/// <summary>The parts of the completion analysis of one member, each of which asks the others.</summary>
internal sealed class CompletionContext
{
    public CompletionContext(IOperation member, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        Writes = VariableWrites.Of(member);
        Model = model;
        Types = types;
        CancellationToken = cancellationToken;
        Bodies = new SingleExpressions(model, cancellationToken);
        Paths = new AccessPaths(Writes, Bodies, types, model.Compilation.Assembly, cancellationToken);
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
