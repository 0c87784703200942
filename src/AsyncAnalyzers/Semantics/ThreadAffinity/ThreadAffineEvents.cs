namespace AsyncAnalyzers.Semantics;

/// <summary>What begins and ends thread-affine regions in one function, in source order.</summary>
internal sealed class ThreadAffineEvents
{
    /// <summary>
    /// How many calls deep a <c>using</c> is looked into: <c>using (Read())</c>, whose Read calls another Read, whose result takes the
    /// lock.
    /// </summary>
    public const int Depth = 3;

    private readonly CodeModel _model;
    private readonly int _depth;
    private readonly List<(string Variable, ExpressionSyntax Value)> _initialized = new();

    private ThreadAffineEvents(CodeModel model, int depth)
    {
        _model = model;
        _depth = depth;
    }

    public List<ThreadAffineScope> Openings { get; } = new();

    public List<ThreadAffineScopeEnd> Ends { get; } = new();

    /// <summary>The events of a function's own nodes.</summary>
    /// <param name="function">The function, or the compilation unit for top-level statements.</param>
    /// <param name="model">The model of its tree.</param>
    /// <param name="depth">How many calls deep what it calls is looked into.</param>
    public static ThreadAffineEvents In(SyntaxNode function, CodeModel model, int depth)
    {
        var events = new ThreadAffineEvents(model, depth);
        foreach (SyntaxNode node in NodesOf(function))
        {
            events.Visit(node);
        }

        events.AddVariables();
        return events;
    }

    /// <summary>The nodes that run with the function; of a file with top-level statements these alone.</summary>
    public static IEnumerable<SyntaxNode> NodesOf(SyntaxNode function)
        => function is CompilationUnitSyntax unit ? unit.Members.OfType<GlobalStatementSyntax>().SelectMany(FunctionSyntax.OwnNodes)
            : FunctionSyntax.Body(function) is { } body ? FunctionSyntax.OwnNodes(body)
            : Enumerable.Empty<SyntaxNode>();

    private void Visit(SyntaxNode node)
    {
        switch (node)
        {
            case InvocationExpressionSyntax call when CallSyntax.CalledName(call) is { } name:
                Visit(call, name);
                break;
            case BaseObjectCreationExpressionSyntax creation:
                Visit(creation);
                break;
            case UsingStatementSyntax { AwaitKeyword.RawKind: 0 } @using:
                if (@using.Expression is IdentifierNameSyntax variable)
                {
                    Ends.Add(new(null, @using, @using.Span.End, variable.Identifier.ValueText));
                }

                if (@using.Expression is { } resource)
                {
                    AddWrapped(resource);
                }

                AddWrapped(@using.Declaration);
                break;
            case LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: 0 } local:
                if (local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword))
                {
                    AddWrapped(local.Declaration);
                }
                else
                {
                    _initialized.AddRange(local.Declaration.Variables.Where(variable => variable.Initializer is not null)
                        .Select(variable => (variable.Identifier.ValueText, variable.Initializer!.Value)));
                }

                break;
        }
    }

    private void Visit(InvocationExpressionSyntax call, string name)
    {
        if (LockCalls.Takes(name) || LockCalls.Releases(name))
        {
            if (ThreadAffineLocks.IsCalledBy(call, _model))
            {
                (string? @lock, string side) = ThreadAffineLocks.KeyOf(call, name, _model);
                if (LockCalls.Takes(name))
                {
                    Openings.Add(new(ThreadAffineScopeKind.Lock, call, name, IsCertain: true)
                    {
                        Extent = ResourceSyntax.ExtentOf(call),
                        Key = @lock,
                        Side = side,
                    });
                }
                else
                {
                    Ends.Add(new(ThreadAffineScopeKind.Lock, call, call.SpanStart, @lock, side));
                }

                return;
            }
        }

        switch (name)
        {
            case "SuppressFlow" when IsOf(call, _model.Types.ExecutionContext):
                Openings.Add(new(ThreadAffineScopeKind.SuppressedFlow, call, name, IsCertain: true)
                {
                    Extent = ResourceSyntax.ExtentOf(call),
                    Key = ResourceSyntax.VariableOf(call),
                });
                break;
            case "RestoreFlow" when IsOf(call, _model.Types.ExecutionContext):
                Ends.Add(new(ThreadAffineScopeKind.SuppressedFlow, call, call.SpanStart, null));
                break;
            case "BeginCriticalRegion" or "BeginThreadAffinity" when IsOf(call, _model.Types.Thread):
                Openings.Add(
                    new(ThreadAffineScopeKind.ThreadAffinity, call, name, IsCertain: true) { Key = name.Substring("Begin".Length) });
                break;
            case "EndCriticalRegion" or "EndThreadAffinity" when IsOf(call, _model.Types.Thread):
                Ends.Add(new(ThreadAffineScopeKind.ThreadAffinity, call, call.SpanStart, name.Substring("End".Length)));
                break;
            case "Dispose" or "Undo" or "Close":
                if (CallSyntax.CalledNameSyntax(call) is { } called && CallSyntax.Receiver(called) is { } receiver)
                {
                    Ends.Add(new(null, call, call.SpanStart, ThreadAffineLocks.NameOf(receiver)));
                }

                break;
            default:
                if (_depth > 0 && call.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax && SpeaksOfLock(name))
                {
                    AddPaired(call, name);
                }

                break;
        }
    }

    private void Visit(BaseObjectCreationExpressionSyntax creation)
    {
        string? name = creation is ObjectCreationExpressionSyntax { Type: var written } ? TypeNames.Of(written) : null;
        if (name is "TransactionScope" || (name is null && creation is ImplicitObjectCreationExpressionSyntax))
        {
            if (_model.Types.TransactionScope is not null && _model.TypeOf(creation).Is(_model.Types.TransactionScope)
                && FlowsAcrossAwait(creation) is not true and var flows)
            {
                Openings.Add(new(ThreadAffineScopeKind.Transaction, creation, "TransactionScope", IsCertain: flows is false, creation)
                {
                    Extent = ResourceSyntax.ExtentOf(creation),
                    Key = ResourceSyntax.VariableOf(creation),
                });
            }
        }
        else if (name is "Mutex"
            && creation.ArgumentList?.Arguments.FirstOrDefault()?.Expression.IsKind(SyntaxKind.TrueLiteralExpression) == true
            && ResourceSyntax.VariableOf(creation) is { } variable
            && _model.TypeOf(creation).Is(_model.Types.Mutex))
        {
            // Owned from the beginning. To dispose of it does not release it: only ReleaseMutex has to be called by this thread.
            Openings.Add(new(ThreadAffineScopeKind.Lock, creation, "Mutex", IsCertain: true) { Key = variable });
        }
    }

    /// <summary>True for TransactionScopeAsyncFlowOption.Enabled, false without it; null where the option is no constant.</summary>
    private bool? FlowsAcrossAwait(BaseObjectCreationExpressionSyntax creation)
    {
        foreach (ArgumentSyntax argument in creation.ArgumentList?.Arguments ?? default)
        {
            if (_model.GetTypeInfo(argument.Expression).ConvertedType.Is(_model.Types.TransactionScopeAsyncFlowOption))
            {
                return _model.GetConstantValue(argument.Expression) is { HasValue: true, Value: int option }
                    ? option != 0 : null;
            }
        }

        return false;
    }

    private bool IsOf(InvocationExpressionSyntax call, INamedTypeSymbol? type)
        => CallSyntax.MethodOf(call, _model)?.IsDeclaredIn(type) == true;

    private void AddWrapped(VariableDeclarationSyntax? declaration)
    {
        foreach (VariableDeclaratorSyntax variable in declaration?.Variables ?? default)
        {
            if (variable.Initializer is { Value: var resource })
            {
                AddWrapped(resource);
            }
        }
    }

    /// <summary>The resource of a <c>using</c>, where the called function opens the region.</summary>
    private void AddWrapped(ExpressionSyntax resource)
    {
        if (_depth > 0 && ResourceSyntax.Called(resource) is { } called
            && ThreadAffineCalls.OpenedBy(called, _model, _depth) is { } opened)
        {
            Openings.Add(opened with { Extent = ResourceSyntax.ExtentOf(called) });
        }
    }

    /// <summary>A variable that is disposed of by a call or by <c>using (x)</c>: what it was set to may open a region.</summary>
    private void AddVariables()
    {
        if (_depth == 0)
        {
            return;
        }

        foreach ((string variable, ExpressionSyntax value) in _initialized)
        {
            if (Ends.Any(end => end.Kind is null && end.Key == variable)
                && ResourceSyntax.Called(value) is { } called
                && !Openings.Any(opening => opening.Opening == called)
                && ThreadAffineCalls.OpenedBy(called, _model, _depth) is { } opened)
            {
                Openings.Add(opened with { Key = variable });
            }
        }
    }

    /// <summary>
    /// A method that takes or releases a lock for its caller, without anything to dispose: <c>EnterRead(); …; ExitRead();</c>
    /// </summary>
    private void AddPaired(InvocationExpressionSyntax call, string name)
    {
        if (ThreadAffineCalls.EffectOf(call, _model, _depth) is not { } effect)
        {
            return;
        }

        if (effect.Opened is { Kind: ThreadAffineScopeKind.Lock } opened)
        {
            Openings.Add(opened with { Opening = call, Display = name, Key = null, IsWrapped = true, Extent = null });
        }
        else if (effect.ReleasesLock)
        {
            Ends.Add(new(ThreadAffineScopeKind.Lock, call, call.SpanStart, null));
        }
    }

    private static bool SpeaksOfLock(string name)
        => name.Contains("Lock") || name.Contains("lock") || name.Contains("Enter") || name.Contains("Acquire")
            || name.Contains("Exit") || name.Contains("Leave") || name.Contains("Release");
}
