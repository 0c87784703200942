namespace AsyncAnalyzers.Semantics;

/// <summary>How often, where and with what the locals and parameters of a member are written.</summary>
internal sealed class VariableWrites
{
    private readonly Dictionary<ISymbol, WriteCount> _writes = new(SymbolEqualityComparer.Default);

    /// <summary>Collects the writes in a member's whole body, nested functions included.</summary>
    public static VariableWrites Of(IOperation root)
    {
        var writes = new VariableWrites();
        foreach (IOperation operation in root.DescendantsAndSelf())
        {
            writes.Collect(operation);
        }

        return writes;
    }

    /// <summary>
    /// A variable that some function other than the one that declares it writes: what is known of it may change at any time.
    /// </summary>
    public bool IsWrittenInClosure(ISymbol variable)
        => CapturedParameters.Is(variable) ? !CapturedParameters.IsNeverWritten(variable)
            : _writes.TryGetValue(variable, out WriteCount writes) && writes.InClosure;

    /// <summary>Nothing but its declaration writes it: what is known of it once stays true.</summary>
    public bool IsNeverReassigned(ISymbol variable)
        => CapturedParameters.Is(variable) ? CapturedParameters.IsNeverWritten(variable)
            : !_writes.TryGetValue(variable, out WriteCount writes)
                || (!writes.InClosure && writes.Count <= (variable is ILocalSymbol ? 1 : 0));

    /// <summary>What the symbol names stays what it is: no variable, or one that is never reassigned.</summary>
    public bool IsFixed(ISymbol symbol) => symbol is not (ILocalSymbol or IParameterSymbol) || IsNeverReassigned(symbol);

    /// <summary>The one value that the variable ever has; null where there is none or more than one.</summary>
    public IOperation? OnlyValue(ISymbol variable)
        => variable is ILocalSymbol
            && _writes.TryGetValue(variable, out WriteCount writes)
            && writes is { Count: 1, InClosure: false } ? writes.Value : null;

    private void Collect(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation { Symbol: { } local } declarator when declarator.GetVariableInitializer() is { } initializer:
                Add(local, operation, initializer.Value);
                break;
            case IVariableDeclaratorOperation { Parent: ICatchClauseOperation, Symbol: { } caught }:
                Add(caught, operation, null);
                break;
            case IDeclarationPatternOperation { DeclaredSymbol: { } declared }:
                Add(declared, operation, null);
                break;
            case IRecursivePatternOperation { DeclaredSymbol: { } declared }:
                Add(declared, operation, null);
                break;
            case IListPatternOperation { DeclaredSymbol: { } declared }:
                Add(declared, operation, null);
                break;
        }

        foreach ((IOperation target, IOperation? value) in Writes.TargetsOf(operation))
        {
            AddTarget(target, operation, value);
        }

        foreach (IOperation target in Writes.AliasesMadeBy(operation))
        {
            AddAlias(target);
        }
    }

    /// <summary>A variable that a ref or a pointer leads to may be written without being named.</summary>
    private void AddAlias(IOperation target)
    {
        if (VariableOf(target) is { } variable)
        {
            _writes[variable] = new WriteCount(int.MaxValue / 2, null, inClosure: true);
        }
    }

    private void AddTarget(IOperation target, IOperation writer, IOperation? value)
    {
        if (VariableOf(target) is { } variable)
        {
            Add(variable, writer, value);
        }
    }

    private static ISymbol? VariableOf(IOperation target) => target switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local } => local.Local,
        _ => null,
    };

    private void Add(ISymbol variable, IOperation writer, IOperation? value)
    {
        _writes.TryGetValue(variable, out WriteCount writes);
        int times = IsRepeated(variable, writer) ? 2 : 1;
        _writes[variable] = new WriteCount(writes.Count + times, value, writes.InClosure || !IsInDeclaringFunction(variable, writer));
    }

    /// <summary>The writer stands in a loop that the variable is declared outside of.</summary>
    private static bool IsRepeated(ISymbol variable, IOperation writer)
    {
        if (writer is IVariableDeclaratorOperation || variable.DeclaringSyntaxReferences.FirstOrDefault() is not { } declaration)
        {
            return false;
        }

        for (IOperation? current = writer.Parent; current is not null; current = current.Parent)
        {
            if (current is ILoopOperation loop && !loop.Syntax.Span.Contains(declaration.Span))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInDeclaringFunction(ISymbol variable, IOperation writer)
    {
        for (IOperation? current = writer.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAnonymousFunctionOperation lambda:
                    return SymbolEqualityComparer.Default.Equals(lambda.Symbol, variable.ContainingSymbol);
                case ILocalFunctionOperation local:
                    return SymbolEqualityComparer.Default.Equals(local.Symbol, variable.ContainingSymbol);
            }
        }

        return variable.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction };
    }

    private readonly struct WriteCount(int count, IOperation? value, bool inClosure)
    {
        public int Count { get; } = count;

        public IOperation? Value { get; } = value;

        public bool InClosure { get; } = inClosure;
    }
}
