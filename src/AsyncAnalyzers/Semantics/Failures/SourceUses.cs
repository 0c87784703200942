namespace AsyncAnalyzers.Semantics;

/// <summary>What is done with the variables that hold a <c>TaskCompletionSource</c>.</summary>
internal sealed class SourceUses(CodeModel model, SourceVariables variables)
{
    /// <summary>All mentions of the variable.</summary>
    public void Follow(ISymbol variable)
    {
        foreach (SimpleNameSyntax mention in variables.MentionsOf(variable))
        {
            CodeModel there = model.In(mention.SyntaxTree);
            if (!CallSyntax.IsInNameOf(mention)
                && SymbolEqualityComparer.Default.Equals(there.SymbolOf(mention)?.OriginalDefinition, variable))
            {
                Use(mention.Parent is MemberAccessExpressionSyntax access && access.Name == mention ? access
                    : mention.Parent is MemberBindingExpressionSyntax binding ? binding
                    : mention, there);
            }
        }

        // What it is given where it is declared.
        foreach (SyntaxReference reference in variable.DeclaringSyntaxReferences)
        {
            SyntaxNode declaration = reference.GetSyntax(model.CancellationToken);
            CodeModel there = model.In(declaration.SyntaxTree);
            switch (declaration)
            {
                // The callers give it what they like.
                case ParameterSyntax parameter:
                    variables.Lose();
                    if (parameter.Parent?.Parent is RecordDeclarationSyntax
                        && there.GetDeclaredSymbol(parameter) is { ContainingType: var record, Name: var name })
                    {
                        foreach (ISymbol property in record.GetMembers(name))
                        {
                            variables.Add(property);
                        }
                    }

                    break;
                case ForEachStatementSyntax loop:
                    variables.AddOrigin(loop.Expression, there);
                    break;
                case SingleVariableDesignationSyntax designation:
                    variables.AddDesignated(designation, there);
                    break;
                case VariableDeclaratorSyntax { Initializer.Value: { } value }:
                    variables.AddOrigin(value, there);
                    break;
                case PropertyDeclarationSyntax { Initializer.Value: { } value }:
                    variables.AddOrigin(value, there);
                    break;
                case PropertyDeclarationSyntax { ExpressionBody: not null }:
                    variables.Lose();
                    break;
                case PropertyDeclarationSyntax { AccessorList.Accessors: var accessors }
                    when accessors.Any(static one => one.Body is not null || one.ExpressionBody is not null):
                    variables.Lose();
                    break;
            }
        }
    }

    /// <summary>What is done with the value of an expression.</summary>
    private void Use(ExpressionSyntax value, CodeModel there)
    {
        while (value.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax
            or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            value = (ExpressionSyntax)value.Parent;
        }

        switch (value.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Expression == value:
                UseMember(access.Name, access, there);
                break;
            case ConditionalAccessExpressionSyntax conditional when conditional.Expression == value:
                if (conditional.WhenNotNull.DescendantsAndSelf().OfType<MemberBindingExpressionSyntax>().FirstOrDefault() is { } binding)
                {
                    UseMember(binding.Name, binding, there);
                }
                else
                {
                    variables.Lose();
                }

                break;
            case ConditionalAccessExpressionSyntax conditional:
                Use(conditional, there);
                break;
            case ElementAccessExpressionSyntax element when element.Expression == value:
                Use(element, there);
                break;
            case AssignmentExpressionSyntax assignment when assignment.Left == value:
                variables.AddOrigin(assignment.Right, there);
                break;
            case AssignmentExpressionSyntax assignment:
                variables.AddOrigin(assignment.Left, there);
                break;
            case EqualsValueClauseSyntax { Parent: { } declared }:
                variables.Add(there.GetDeclaredSymbol(declared));
                break;
            case IsPatternExpressionSyntax { Pattern: var pattern }:
                variables.AddDesignations(pattern, there);
                break;
            case ForEachStatementSyntax loop when loop.Expression == value:
                variables.Add(there.GetDeclaredSymbol(loop));
                break;
            case ForEachVariableStatementSyntax loop when loop.Expression == value:
                variables.AddDesignations(loop.Variable, there);
                break;
            case ConditionalExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression }:
                Use((ExpressionSyntax)value.Parent, there);
                break;
            case BinaryExpressionSyntax or ExpressionStatementSyntax:
                break;
            case ArgumentSyntax argument:
                UseArgument(argument, there);
                break;
            case ReturnStatementSyntax or ArrowExpressionClauseSyntax
                when there.GetEnclosingSymbol(value.SpanStart) is { } returning
                    && CalledSource.IsOpenToOthers(returning, model.Compilation):
                variables.Fail();
                break;
            default:
                variables.Lose();
                break;
        }
    }

    private void UseMember(SimpleNameSyntax name, ExpressionSyntax access, CodeModel there)
    {
        ISymbol? member = there.SymbolOf(name);
        if (member is null)
        {
            variables.Lose();
        }
        else if (CompletionSourceSyntax.IsSource(member.ContainingType?.OriginalDefinition, model.Types))
        {
            if (member.Name is "SetResult" or "TrySetResult")
            {
                variables.IsAnswered = true;
            }
            else if (member.Name != "Task")
            {
                variables.Fail();
            }
        }
        else if (SourceVariables.IsOfCollection(member))
        {
            ExpressionSyntax result = access.Parent is InvocationExpressionSyntax call && call.Expression == access ? call : access;
            if (result is InvocationExpressionSyntax { ArgumentList.Arguments: var arguments })
            {
                foreach (ArgumentSyntax argument in arguments)
                {
                    UseGiven(argument, there);
                }
            }

            if (member is not IMethodSymbol { ReturnsVoid: true } && variables.Holds(there.TypeOf(result)))
            {
                Use(result, there);
            }
        }
        else if (member.ContainingType?.SpecialType != SpecialType.System_Object
            && !(member is IFieldSymbol or IPropertySymbol && !member.DeclaringSyntaxReferences.IsEmpty))
        {
            // A member of an own type that holds it is followed by itself.
            variables.Lose();
        }
    }

    /// <summary>What a collection is given, or hands out: <c>_requests.Remove(id, out var source)</c>.</summary>
    private void UseGiven(ArgumentSyntax argument, CodeModel there)
    {
        switch (argument.Expression)
        {
            case DeclarationExpressionSyntax declared:
                variables.AddDesignations(declared, there);
                break;
            case AnonymousFunctionExpressionSyntax:
                variables.Lose();
                break;
            case var given when variables.Holds(there.TypeOf(given)):
                variables.AddOrigin(given, there);
                break;
        }
    }

    private void UseArgument(ArgumentSyntax argument, CodeModel there)
    {
        switch (argument.Parent?.Parent)
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
                when there.SymbolOf(call) is IMethodSymbol added && SourceVariables.IsOfCollection(added) && !added.IsStatic:
                variables.AddOrigin(access.Expression, there);
                break;
            case InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax
                when there.SymbolOf(argument.Parent.Parent) is IMethodSymbol { DeclaringSyntaxReferences.IsEmpty: false } taker
                    && GivenArgument.ParameterOf(argument.Expression, argument.Parent.Parent, taker) is { } parameter:
                variables.Add((taker.ReducedFrom ?? taker).OriginalDefinition.Parameters[
                    parameter.Ordinal + (taker.ReducedFrom is null ? 0 : 1)]);
                break;
            // A pair, or a collection that is made of others.
            case BaseObjectCreationExpressionSyntax creation when SourceVariables.IsOfCollection(there.SymbolOf(creation)):
                Use(creation, there);
                break;
            case InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax
                when there.SymbolOf(argument.Parent.Parent) is IMethodSymbol foreign
                    && GivenArgument.ParameterOf(argument.Expression, argument.Parent.Parent, foreign) is { } open
                    && !CompletionSourceSyntax.IsSource(open.OriginalDefinition.Type, model.Types):
                variables.Lose();
                break;
            default:
                if (argument.Parent is TupleExpressionSyntax tuple)
                {
                    Use(tuple, there);
                }
                else
                {
                    variables.Fail();
                }

                break;
        }
    }
}
