namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Which streams the start information of a process redirects, as far as the function says it: by <c>true</c>, and on every path that
/// comes to the wait. What else may set it, a method that is handed the information, is not looked into.
/// </summary>
internal sealed class RedirectedStreams
{
    private readonly SyntaxNode _place;
    private readonly CodeModel _model;
    private readonly Dictionary<ProcessStream, SyntaxNode> _found = new();
    private ProcessStream _uncertain;

    private RedirectedStreams(SyntaxNode place, CodeModel model) => (_place, _model) = (place, model);

    public ProcessStream All => Flag(ProcessStream.Output) | Flag(ProcessStream.Error);

    /// <summary>Looks at what a process is started with.</summary>
    /// <param name="process">The process.</param>
    /// <param name="place">The wait.</param>
    /// <param name="model">The model of the tree.</param>
    public static RedirectedStreams Of(ProcessVariable process, SyntaxNode place, CodeModel model)
    {
        var streams = new RedirectedStreams(place, model);
        foreach (ExpressionSyntax value in process.Values)
        {
            streams.AddProcess(CallSyntax.WithoutThrow(value), process.Function);
        }

        foreach (IdentifierNameSyntax mention in process.Mentions)
        {
            if (Writes.ExpressionOf(mention).Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "StartInfo" } information)
            {
                streams.AddUse(information, process.Function);
            }
        }

        return streams;
    }

    /// <summary>Where the stream is redirected.</summary>
    public SyntaxNode Where(ProcessStream stream) => _found[stream];

    private ProcessStream Flag(ProcessStream stream) => _found.ContainsKey(stream) && (_uncertain & stream) == 0 ? stream : 0;

    private void AddProcess(ExpressionSyntax value, SyntaxNode function)
    {
        switch (value)
        {
            case InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments }:
                AddInformation(arguments[0].Expression, function);
                break;
            case BaseObjectCreationExpressionSyntax { Initializer: { } initializer }:
                foreach (AssignmentExpressionSyntax assignment in initializer.Expressions.OfType<AssignmentExpressionSyntax>())
                {
                    if (assignment.Left is not IdentifierNameSyntax { Identifier.ValueText: "StartInfo" })
                    {
                        continue;
                    }

                    if (assignment.Right is InitializerExpressionSyntax nested)
                    {
                        AddInitializer(nested);
                    }
                    else
                    {
                        AddInformation(assignment.Right, function);
                    }
                }

                break;
        }
    }

    private void AddInformation(ExpressionSyntax information, SyntaxNode function)
    {
        information = CallSyntax.WithoutCasts(information);
        switch (information)
        {
            case BaseObjectCreationExpressionSyntax creation:
                AddInitializer(creation.Initializer);
                break;
            case IdentifierNameSyntax when _model.SymbolOf(information) is ILocalSymbol or IParameterSymbol:
                AddVariable(_model.SymbolOf(information)!, function);
                break;
        }
    }

    private void AddVariable(ISymbol symbol, SyntaxNode function)
    {
        if (ProcessVariable.In(FunctionSyntax.OutermostEnclosing(function), symbol, function, _model) is not { } variable)
        {
            return;
        }

        foreach (ExpressionSyntax value in variable.Values)
        {
            if (CallSyntax.WithoutThrow(value) is BaseObjectCreationExpressionSyntax { Initializer: { } initializer })
            {
                AddInitializer(initializer);
            }
        }

        foreach (IdentifierNameSyntax mention in variable.Mentions)
        {
            AddUse(mention, function);
        }
    }

    /// <summary><c>p.StartInfo.RedirectStandardOutput = true</c>, <c>p.StartInfo = …</c>, <c>var info = p.StartInfo</c></summary>
    private void AddUse(ExpressionSyntax information, SyntaxNode function)
    {
        switch (information.Parent)
        {
            case MemberAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } property
                when property.Expression == information && assignment.Left == property:
                Add(property.Name, assignment);
                break;
            case AssignmentExpressionSyntax assignment when assignment.Left == information:
                AddInformation(assignment.Right, function);
                break;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }
                when information is MemberAccessExpressionSyntax && _model.GetDeclaredSymbol(declarator) is ILocalSymbol alias:
                AddVariable(alias, function);
                break;
        }
    }

    private void AddInitializer(InitializerExpressionSyntax? initializer)
    {
        foreach (ExpressionSyntax part in initializer?.Expressions ?? default)
        {
            if (part is AssignmentExpressionSyntax { Left: IdentifierNameSyntax property } assignment)
            {
                Add(property, assignment);
            }
        }
    }

    private void Add(SimpleNameSyntax property, AssignmentExpressionSyntax assignment)
    {
        ProcessStream stream = ProcessStreams.RedirectedBy(property.Identifier.ValueText);
        if (stream == ProcessStream.None)
        {
            return;
        }

        if (_model.GetConstantValue(assignment.Right) is { HasValue: true, Value: true } && IsUnconditional(assignment))
        {
            _found[stream] = property;
        }
        else
        {
            _uncertain |= stream;
        }
    }

    /// <summary>By syntax: no branch, loop or function lies between the assignment and what it has in common with the wait.</summary>
    private bool IsUnconditional(SyntaxNode write)
    {
        SyntaxNode child = write;
        SyntaxNode? current = write.Parent;
        for (; current is not null && !current.Span.Contains(_place.Span); child = current, current = current.Parent)
        {
            if (current is SwitchSectionSyntax or SwitchExpressionArmSyntax or CatchClauseSyntax || IsBranching(current)
                || FunctionSyntax.IsFunction(current))
            {
                return false;
            }
        }

        return current is not null && (!IsBranching(current) || child is ExpressionSyntax);
    }

    private static bool IsBranching(SyntaxNode node)
        => node is IfStatementSyntax or ElseClauseSyntax or SwitchStatementSyntax or SwitchExpressionSyntax or ConditionalExpressionSyntax
            || ControlFlowSyntax.LoopBody(node) is not null;
}
