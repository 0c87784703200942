namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>What the places of a function do with a process, by the syntax of the operation.</summary>
internal sealed class ProcessUses
{
    private readonly ProcessVariable _process;
    private readonly SimpleNameSyntax _asked;
    private readonly CodeModel _model;
    private readonly Dictionary<SyntaxNode, ProcessStream> _ended = new();
    private readonly HashSet<SyntaxNode> _starts = new();
    private readonly List<(SyntaxNode Place, ProcessStream Stream)> _reads = new();
    private readonly List<SyntaxNode> _handedOver = new();

    private ProcessUses(ProcessVariable process, SimpleNameSyntax asked, CodeModel model)
        => (_process, _asked, _model) = (process, asked, model);

    /// <summary>Streams that a place reads of which nobody knows when it runs.</summary>
    public ProcessStream ReadSometime { get; private set; }

    /// <summary>The process is handed to other code somewhere.</summary>
    public bool IsHandedOver => _handedOver.Count > 0;

    /// <summary>The output is read by events.</summary>
    public bool ReadsOutputByEvents { get; private set; }

    public bool HasStart => _starts.Count > 0;

    /// <summary>Where the streams are read, in the order of the source.</summary>
    public IReadOnlyList<(SyntaxNode Place, ProcessStream Stream)> Reads => _reads;

    /// <summary>Collects the uses.</summary>
    /// <param name="process">The process.</param>
    /// <param name="asked">The wait that is looked at: another one in its way has told, or will.</param>
    /// <param name="model">The model of the tree.</param>
    public static ProcessUses Of(ProcessVariable process, SimpleNameSyntax asked, CodeModel model)
    {
        var uses = new ProcessUses(process, asked, model);
        foreach (ExpressionSyntax value in process.Values)
        {
            if (CallSyntax.WithoutThrow(value) is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call) == "Start"
                && CallSyntax.MethodOf(call, model) is { IsStatic: true } method && method.IsDeclaredIn(model.Types.Process)
                && FunctionSyntax.Enclosing(call) == process.Function)
            {
                uses._starts.Add(call);
            }
        }

        foreach (IdentifierNameSyntax mention in process.Mentions)
        {
            uses.Add(mention);
        }

        return uses;
    }

    public bool IsStart(SyntaxNode place) => _starts.Contains(place);

    /// <summary>The streams that can no longer stop the process behind the operation.</summary>
    public ProcessStream EndedBy(SyntaxNode place) => _ended.TryGetValue(place, out ProcessStream streams) ? streams : ProcessStream.None;

    /// <summary><c>p.HasExited</c> of this process.</summary>
    public bool IsQuestion(SyntaxNode place)
        => place is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "HasExited", Expression: IdentifierNameSyntax process }
            && _process.Symbol is { } symbol && process.Identifier.ValueText == symbol.Name;

    /// <summary>A loop around the place waits and reads by turns.</summary>
    public bool IsReadInLoopAround(SyntaxNode place, ProcessStream stream)
    {
        for (SyntaxNode? current = place.Parent; current is not null && current != _process.Function; current = current.Parent)
        {
            if (ControlFlowSyntax.LoopBody(current) is not null
                && !_starts.Any(start => current.Span.Contains(start.Span))
                && (_reads.Any(read => read.Stream == stream && current.Span.Contains(read.Place.Span))
                    || _handedOver.Any(given => current.Span.Contains(given.Span))))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(IdentifierNameSyntax mention)
    {
        if (CallSyntax.IsInNameOf(mention))
        {
            return;
        }

        ExpressionSyntax process = CallSyntax.WithCasts(Writes.ExpressionOf(mention));
        SimpleNameSyntax? member = process.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == process => access.Name,
            ConditionalAccessExpressionSyntax conditional when conditional.Expression == process
                => conditional.WhenNotNull.DescendantsAndSelf().OfType<MemberBindingExpressionSyntax>().FirstOrDefault()?.Name,
            _ => null,
        };
        SyntaxNode? nested = NestedFunctionOf(mention);
        if (member is null)
        {
            if (!IsHarmless(process))
            {
                _handedOver.Add(mention);
                Put(Writes.ExpressionOf(mention), nested, ProcessStream.Both);
            }

            return;
        }

        AddMember(member, nested);
    }

    private void AddMember(SimpleNameSyntax member, SyntaxNode? nested)
    {
        ExpressionSyntax whole = Writes.ExpressionOf(member);
        InvocationExpressionSyntax? call = CallSyntax.InvocationOf(member);
        string name = member.Identifier.ValueText;
        ProcessStream read = ProcessStreams.ReadBy(name);
        if (read != ProcessStream.None)
        {
            ReadsOutputByEvents |= name == "BeginOutputReadLine";
            if (nested is null && whole.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator })
            {
                AddReader(declarator, read);
                return;
            }

            _reads.Add((member, read));
            Put(call ?? whole, nested, read);
            AddWait(whole, nested);
            return;
        }

        switch (name)
        {
            case "Start":
                if (call is not null && nested is null)
                {
                    _starts.Add(call);
                }

                break;
            case "Kill" or "CloseMainWindow":
                if (call is not null && nested is null)
                {
                    Put(call, null, ProcessStream.Both);
                }

                break;
            case "WaitForExit" or "WaitForExitAsync" or "HasExited":
                if (nested is null && member != _asked && ProcessWait.At(member, _model) is { } wait)
                {
                    Put(wait.Place, null, ProcessStream.Both);
                }

                break;
            default:
                if (_model.SymbolOf(member) is not { ContainingType: { } type } || !_model.Types.Process.IsOrDerivesFrom(type))
                {
                    _handedOver.Add(member);
                    Put(call ?? whole, nested, ProcessStream.Both);
                }

                break;
        }
    }

    /// <summary><c>StreamReader reader = p.StandardOutput;</c> reads nothing yet: what mentions the reader does.</summary>
    private void AddReader(VariableDeclaratorSyntax declarator, ProcessStream stream)
    {
        ISymbol? reader = _model.GetDeclaredSymbol(declarator);
        SyntaxNode member = FunctionSyntax.OutermostEnclosing(_process.Function);
        foreach (IdentifierNameSyntax mention in VariableMentions.In(member, declarator.Identifier.ValueText, _model))
        {
            if (SymbolEqualityComparer.Default.Equals(_model.SymbolOf(mention), reader))
            {
                _reads.Add((mention, stream));
                Put(mention, NestedFunctionOf(mention), stream);
            }
        }
    }

    /// <summary>A stream that is read to its end waits too: what is behind it has been told there.</summary>
    private void AddWait(ExpressionSyntax stream, SyntaxNode? nested)
    {
        if (nested is null && CallSyntax.WithCasts(stream).Parent is MemberAccessExpressionSyntax { Name: var read } && read != _asked
            && read.Identifier.ValueText is "ReadToEnd" or "ReadToEndAsync" && ProcessWait.At(read, _model) is { } wait)
        {
            Put(wait.Place, null, ProcessStream.Both);
        }
    }

    private void Put(SyntaxNode place, SyntaxNode? nested, ProcessStream streams)
    {
        switch (nested)
        {
            case null:
                _ended[place] = EndedBy(place) | streams;
                break;
            case AnonymousFunctionExpressionSyntax:
                _ended[nested] = EndedBy(nested) | streams;
                break;
            default:
                ReadSometime |= streams;
                break;
        }
    }

    /// <summary>The function in the one that is looked at, or another one around it, that the mention stands in; null for itself.</summary>
    private SyntaxNode? NestedFunctionOf(SyntaxNode mention)
    {
        SyntaxNode? nested = null;
        SyntaxNode? current = FunctionSyntax.Enclosing(mention);
        for (; current is not null && current != _process.Function; current = FunctionSyntax.Enclosing(current))
        {
            nested = current;
        }

        // What stands in a function around this one runs whenever it likes.
        return current is null ? FunctionSyntax.OutermostEnclosing(_process.Function) : nested;
    }

    /// <summary>A test for null, and the head of a <c>using</c>.</summary>
    private static bool IsHarmless(ExpressionSyntax process) => process.Parent switch
    {
        UsingStatementSyntax => true,
        IsPatternExpressionSyntax { Pattern: var pattern } => !pattern.DescendantsAndSelf().OfType<SingleVariableDesignationSyntax>().Any(),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } => true,
        _ => false,
    };
}
